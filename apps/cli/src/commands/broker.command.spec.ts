import { createServer, type AddressInfo } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { freePort, startProcess } from '@bourseworks/testkit';
import { SolaceSession } from '@bourseworks/solace-transport/session';
import { runCli } from '../testing/run-cli.js';

const QUEUE = 'q/test/orders';

async function startBroker(env: Readonly<Record<string, string>> = {}): Promise<{ smfPort: number; port: string }> {
  const port = String(await freePort());
  const broker = startProcess({
    entry: 'libs/smf-broker/src/main.js',
    env: {
      BROKER_SMF_PORT: '0',
      BROKER_WS_PORT: 'off',
      BROKER_SPOOL: 'memory',
      BROKER_ADMIN_PORT: port,
      BROKER_QUEUES: JSON.stringify([{ name: QUEUE, topics: ['test/>'] }]),
      ...env,
    },
  });
  const { smfPort } = await broker.waitFor('service.ready');
  return { smfPort: Number(smfPort), port };
}

describe('bourse broker', () => {
  it('shows the clients of the broker, its queues and what waits in them', async () => {
    const { smfPort, port } = await startBroker();
    const login = { vpn: 'default', username: 'development', password: 'development', clientName: 'desk-1' };
    const session = new SolaceSession({ url: `tcp://127.0.0.1:${smfPort}`, ...login, guaranteed: true });
    await session.connect();
    for (const text of ['a', 'b']) await session.publishGuaranteed('test/x', Buffer.from(text));
    const env = { BROKER_ADMIN_PORT: port };
    const { code, stdout, stderr } = await runCli(['broker'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^client +user +subscriptions/);
    expect(stdout).toMatch(/^desk-1 +development +\d+/m);
    expect(stdout).toMatch(/^q\/test\/orders +exclusive +2 +1 kB/m);
    const json = await runCli(['broker', '--json'], env);
    expect(JSON.parse(json.stdout)).toMatchObject({
      clients: expect.arrayContaining([expect.objectContaining({ clientName: 'desk-1' })]),
      queues: [expect.objectContaining({ name: QUEUE, depth: 2 })],
      guaranteed: { messages: 2 },
    });
    await session.close();
  });

  it('says that the broker takes no guaranteed messages', async () => {
    const { port } = await startBroker({ BROKER_SPOOL: 'off', BROKER_QUEUES: '' });
    const { code, stdout } = await runCli(['broker'], { BROKER_ADMIN_PORT: port });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Guaranteed messages are switched off'),
    });
  });

  it('ends with 4 and a remedy when nobody is there', async () => {
    const port = String(await freePort());
    const { code, stderr } = await runCli(['broker'], { BROKER_ADMIN_PORT: port });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${port}: nothing listens there\\.\nStart .*npm start.*BROKER_ADMIN_PORT`),
    );
  });

  it('ends with 4 when the view is switched off', async () => {
    const { code, stderr } = await runCli(['broker', '--json'], { BROKER_ADMIN_PORT: '0' });
    expect(code).toBe(4);
    expect(JSON.parse(stderr)).toMatchObject({ error: { remedy: expect.stringContaining('BROKER_ADMIN_PORT') } });
  });

  it('takes no other program for the broker, and waits for none that is silent', async () => {
    const other = createHttpServer((_, response) => response.end('{"clients":1}'));
    const silent = createServer();
    for (const server of [other, silent]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ask = (server: typeof silent, ...args: string[]): ReturnType<typeof runCli> =>
      runCli(['broker', ...args], { BROKER_ADMIN_PORT: String((server.address() as AddressInfo).port) });
    expect(await ask(other)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('is another program (HTTP 200)'),
    });
    expect(await ask(silent, '--timeout', '0.2')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no answer within 200 ms'),
    });
    for (const server of [other, silent]) server.close();
  });
});
