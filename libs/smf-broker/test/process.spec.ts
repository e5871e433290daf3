import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, startProcess } from '@bourseworks/testkit';
import { RawClient } from '../src/testing/raw-client.js';

const entry = 'libs/smf-broker/src/main.js';
const free = { BROKER_SMF_PORT: '0', BROKER_WS_PORT: '0', BROKER_SPOOL: 'memory' };

describe('the broker process', () => {
  it('logs JSON lines, serves, and stops on a shutdown message', async () => {
    const child = startProcess({ entry, env: free });
    const ready = await child.waitFor('service.ready');
    expect(ready).toMatchObject({
      level: 'info',
      service: 'smf-broker',
      msg: expect.any(String),
      time: expect.any(String),
    });
    const client = await RawClient.login(Number(ready['smfPort']), { clientName: 'one' });
    expect(await child.waitFor('client.up')).toMatchObject({ clientName: 'one', carrier: 'tcp' });
    child.send({ type: 'shutdown' });
    await client.closed;
    expect(await child.waitFor('client.down')).toMatchObject({ code: 'SERVER_STOPPING' });
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(child.lines.every((line) => typeof line['event'] === 'string')).toBe(true);
  });

  it('stops on SIGTERM with code 0, and its health says live and ready until then', async () => {
    const port = await freePort();
    const child = startProcess({ entry, env: { ...free, BROKER_HEALTH_PORT: String(port) } });
    await child.waitFor('service.ready');
    for (const [path, status] of [
      ['live', 200],
      ['ready', 200],
      ['other', 404],
    ]) {
      expect((await fetch(`http://127.0.0.1:${port}/health/${path}`)).status).toBe(status);
    }
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  });

  it('ends with one line that names the port and the variable when a port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    for (const variable of ['BROKER_SMF_PORT', 'BROKER_WS_PORT']) {
      const child = startProcess({ entry, env: { ...free, [variable]: String(port) } });
      expect(await child.exited).toEqual({ code: 1, signal: null });
      expect(child.lines).toHaveLength(1);
      expect(child.lines[0]).toMatchObject({ level: 'error', event: 'start.failed' });
      expect(child.lines[0]['msg']).toMatch(new RegExp(`port ${port} .*taken.*${variable}`));
    }
    await new Promise((resolve) => holder.close(resolve));
  });

  it('ends with a message for a bad value', async () => {
    const child = startProcess({ entry, env: { BROKER_SMF_PORT: 'high' } });
    expect(await child.exited).toEqual({ code: 1, signal: null });
    expect(child.lines).toMatchObject([
      { event: 'config.invalid', msg: expect.stringContaining('BROKER_SMF_PORT="high"') },
    ]);
  });
});
