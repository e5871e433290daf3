import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const given = new Set<number>();
const maxAttempts = 50;

function askForPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * A port of 127.0.0.1 that nothing listens on, never the same twice in one process. Another program may still take it
 * before it is used: where the code under test can listen on port 0 itself, do that instead.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const port = await askForPort();
    if (!given.has(port)) {
      given.add(port);
      return port;
    }
  }
  throw new Error(`no new free port in ${maxAttempts} attempts`);
}
