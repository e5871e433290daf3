import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '@bourseworks/testkit';

describe('freePort', () => {
  it('gives ports that can be listened on, each once', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    expect(new Set(ports).size).toBe(20);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(ports[0], '127.0.0.1', resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  });
});
