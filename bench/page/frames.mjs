/**
 * In the page: scrolls up at an even speed and notes how long each frame took. Where the top is reached with more to come, the
 * time until it has come counts as waiting.
 */
export const startScrolling = ({ speed, ms }) =>
  new Promise((resolve) => {
    const scroller = document.querySelector('.scroller');
    const frames = [];
    let [waitedMs, passedPx, mostRows, rest] = [0, 0, 0, 0];
    let start;
    let last;
    const frame = (now) => {
      start ??= now;
      const took = now - (last ?? now);
      if (last !== undefined) frames.push(took);
      last = now;
      if (now - start > ms) return resolve({ frames, waitedMs, passedPx, mostRows });
      if (scroller.scrollTop <= 0) waitedMs += took;
      rest += (speed * took) / 1_000;
      const step = Math.min(Math.floor(rest), scroller.scrollTop);
      rest -= Math.floor(rest);
      scroller.scrollTop -= step;
      passedPx += step;
      // Counting all of a static page would cost more than scrolling it.
      if (frames.length % 30 === 0) mostRows = Math.max(mostRows, document.querySelectorAll('[data-testid=message], .row').length);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
