import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@bourseworks/testkit';
import { checkBroker, checkInflux, checkRedis } from './servers.js';

const servers: Server[] = [];

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Answers the first bytes of each client with this. */
const answering = (text: string) => createServer((socket) => void socket.once('data', () => void socket.end(text)));

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('optional servers', () => {
  it('Redis is known by its answer, also when it wants a password', async () => {
    for (const answer of ['+PONG\r\n', '-NOAUTH Authentication required.\r\n']) {
      const port = await portOf(answering(answer));
      expect(await checkRedis(`redis://127.0.0.1:${port}`)).toMatchObject({
        state: 'ok',
        found: `answers at 127.0.0.1:${port}`,
      });
    }
    const other = await portOf(answering('HTTP/1.1 400 Bad Request\r\n'));
    expect((await checkRedis(`redis://127.0.0.1:${other}`)).state).toBe('fail');
  });

  it('one that is named must be there, and its password is not shown', async () => {
    const check = await checkRedis(`redis://me:hunter2@127.0.0.1:${await freePort()}`);
    expect(check.state).toBe('fail');
    expect(JSON.stringify(check)).not.toContain('hunter2');
    expect(await checkRedis('nonsense')).toMatchObject({ state: 'fail', found: 'REDIS_URL is no address' });
    expect((await checkInflux(`http://127.0.0.1:${await freePort()}`)).state).toBe('fail');
    expect(checkBroker('tcp://x', 'refused')).toMatchObject({ state: 'fail', found: 'refused' });
  });

  it('InfluxDB says its version', async () => {
    const server = createHttpServer(
      (_request, response) => void response.writeHead(204, { 'x-influxdb-version': 'v2.7.1' }).end(),
    );
    const port = await portOf(server);
    expect(await checkInflux(`http://127.0.0.1:${port}`)).toMatchObject({
      state: 'ok',
      found: `v2.7.1 at 127.0.0.1:${port}`,
    });
  });

  it('one that is not named may be absent', () => {
    expect(checkBroker(undefined, undefined)).toMatchObject({ state: 'ok' });
  });
});
