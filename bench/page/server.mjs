import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A real server on a free port, with its data in the folder. */
export async function serve(confab, folder) {
  const port = await freePort();
  const child = spawn('dotnet', [confab, 'serve', '--port', port, '--data', folder, '--models', join(folder, 'models'), '--rate-limit', 'off'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `http://localhost:${port}`;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; !(await answers(`${address}/health`)); tries++) {
    if (tries === 300 || child.exitCode !== null) throw new Error(`the server did not start: dotnet ${confab}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

const answers = (address) => fetch(address).then(({ ok }) => ok, () => false);

const freePort = () =>
  new Promise((resolve, reject) => {
    const listener = createServer().once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
