/** What the n-th message says: one line or several, now and then with code or a list. */
export const sentence = (n) => {
  const words = ['tea', 'harbour', 'morning', 'build', 'release', 'notes', 'lighthouse', 'review', 'window', 'paper', 'river', 'question'];
  const line = Array.from({ length: 4 + ((n * 7) % 23) }, (_, at) => words[(n * 31 + at * 17) % words.length]).join(' ');
  if (n % 40 === 0) return `${line}\n\n\`\`\`python\nfor i in range(${n}):\n    print(i)\n\`\`\``;
  return n % 11 === 0 ? `**${n}** ${line}\n\n- one\n- two` : `${n} ${line}`;
};

/** In the page: writes so many messages into the first room through sockets, as seven people would. */
export const fillRoom = async ({ count, say }) => {
  const inFlight = 100;
  const writer = async (who) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
    const waiting = new Map();
    await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed }));
    socket.onmessage = ({ data }) => {
      if (!data.includes('"ref"')) return;
      const answer = JSON.parse(data);
      waiting.get(answer.ref)?.(answer);
      waiting.delete(answer.ref);
    };
    const ask = (request) =>
      new Promise((answered, refused) => {
        const ref = crypto.randomUUID();
        waiting.set(ref, (answer) => (answer.type === 'error' ? refused(new Error(answer.message)) : answered(answer)));
        socket.send(JSON.stringify({ ...request, ref }));
      });
    await ask({ type: 'hello', username: `writer ${who}` });
    await ask({ type: 'join_room', roomId: 'general' });
    const mine = Array.from({ length: Math.ceil((count - who) / 7) }, (_, at) => who + at * 7);
    for (let at = 0; at < mine.length; at += inFlight)
      await Promise.all(mine.slice(at, at + inFlight).map((n) => ask({ type: 'chat', roomId: 'general', content: say(n) })));
    socket.close();
  };
  await Promise.all(Array.from({ length: 7 }, (_, who) => writer(who)));
};
