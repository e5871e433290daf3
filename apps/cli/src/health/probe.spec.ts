import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@bourseworks/testkit';
import { probeBroker, probeService } from './probe.js';

const servers: Server[] = [];

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A service whose /health/ready answers this. */
const service = (status: number, ready: object) =>
  listening((request, response) => {
    const live = request.url === '/health/live';
    response.writeHead(live ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(live ? { status: 'live' } : ready));
  });

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('probeService', () => {
  it('tells a ready service from one that waits, and says what for', async () => {
    const ready = await service(200, { status: 'ready', waitingFor: [] });
    expect(await probeService('oms', ready, 2_000)).toEqual({
      service: 'oms',
      state: 'ready',
      live: true,
      address: ready,
    });
    const waiting = await service(503, { status: 'not ready', waitingFor: ['bus', 'journal'] });
    expect(await probeService('oms', waiting, 2_000)).toMatchObject({
      state: 'not ready',
      live: true,
      reason: 'waits for bus, journal',
    });
  });

  it('is down where nothing listens, nothing answers, or something else does', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    expect(await probeService('oms', nowhere, 2_000)).toMatchObject({ state: 'down', reason: 'nothing listens there' });
    const silent = await listening(() => undefined);
    expect(await probeService('oms', silent, 50)).toMatchObject({ state: 'down', reason: 'no answer within 50 ms' });
    const other = await listening((_request, response) => void response.end('<html>'));
    expect(await probeService('oms', other, 2_000)).toMatchObject({
      state: 'down',
      reason: 'what answers there is no oms (HTTP 200)',
    });
  });
});

describe('probeBroker', () => {
  it('is down when it refuses, or takes too long', async () => {
    const refused = (): Promise<void> => Promise.reject(new Error('login refused'));
    expect(await probeBroker('tcp://x', 2_000, refused)).toMatchObject({ state: 'down', reason: 'login refused' });
    const never = (): Promise<void> => new Promise(() => undefined);
    expect(await probeBroker('tcp://x', 20, never)).toMatchObject({ reason: 'no answer within 20 ms' });
    expect(await probeBroker('tcp://x', 2_000, () => Promise.resolve())).toMatchObject({ state: 'ready' });
  });
});
