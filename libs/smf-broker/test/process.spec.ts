import { createServer } from 'node:net';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, startProcess, tempDir } from '@bourseworks/testkit';
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

  it('does not run in production unless that is wanted', async () => {
    const child = startProcess({ entry, env: { ...free, NODE_ENV: 'production' } });
    expect(await child.exited).toEqual({ code: 1, signal: null });
    expect(child.lines).toMatchObject([{ event: 'start.failed', code: 'BROKER_IN_PRODUCTION' }]);
    const wanted = startProcess({ entry, env: { ...free, NODE_ENV: 'production', BROKER_ALLOW_PRODUCTION: 'yes' } });
    await wanted.waitFor('service.ready');
    await wanted.stop();
  });

  it('keeps guaranteed messages on the disk, and in memory when another broker has the folder', async () => {
    const env = { ...free, BROKER_SPOOL: 'auto', DATA_DIR: tempDir('broker') };
    const first = startProcess({ entry, env });
    expect(await first.waitFor('service.ready')).toMatchObject({ spool: join(env.DATA_DIR, 'broker') });
    const second = startProcess({ entry, env });
    expect(await second.waitFor('spool.memory')).toMatchObject({ level: 'warn' });
    expect(await second.waitFor('service.ready')).toMatchObject({ spool: 'memory' });
    const third = startProcess({ entry, env: { ...env, BROKER_SPOOL: 'disk' } });
    expect(await third.exited).toEqual({ code: 1, signal: null });
    expect(third.lines).toMatchObject([{ event: 'start.failed', code: 'SPOOL_LOCKED' }]);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('shows its figures in its health and in the admin view', async () => {
    const [health, admin] = [await freePort(), await freePort()];
    const queues = JSON.stringify([{ name: 'q' }]);
    const ports = { BROKER_HEALTH_PORT: String(health), BROKER_ADMIN_PORT: String(admin) };
    const child = startProcess({ entry, env: { ...free, ...ports, BROKER_QUEUES: queues } });
    expect(await child.waitFor('service.ready')).toMatchObject({ adminPort: admin });
    const ready = await (await fetch(`http://127.0.0.1:${health}/health/ready`)).json();
    expect(ready).toMatchObject({ status: 'ok', guaranteed: { queues: 1, messages: 0 } });
    const view = await (await fetch(`http://127.0.0.1:${admin}/api`)).json();
    expect(view).toMatchObject({ queues: [{ name: 'q', depth: 0 }] });
    await child.stop();
    expect(await child.waitFor('service.stopped')).toMatchObject({ guaranteed: { queues: 1 } });
  });

  it('ends with a message for a bad value', async () => {
    const child = startProcess({ entry, env: { BROKER_SMF_PORT: 'high' } });
    expect(await child.exited).toEqual({ code: 1, signal: null });
    expect(child.lines).toMatchObject([
      { event: 'config.invalid', msg: expect.stringContaining('BROKER_SMF_PORT="high"') },
    ]);
  });
});
