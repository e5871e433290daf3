import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { SystemClock } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import { SocketSession, type SocketFault, type SocketOptions } from './socket-session.js';

/** A venue that answers `login` with `welcome` or `no`, and counts who came. */
class Venue {
  readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: true });
  readonly sockets: WebSocket[] = [];
  readonly heard: string[] = [];
  logins: 'welcome' | 'no' | 'silent' = 'welcome';

  constructor() {
    this.server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data: Buffer) => {
        this.heard.push(data.toString());
        if (data.toString() === 'login' && this.logins !== 'silent') socket.send(this.logins);
      });
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('SocketSession', () => {
  const opened: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  const connect = async (options: Partial<SocketOptions> = {}) => {
    const venue = new Venue();
    await once(venue.server, 'listening');
    const seen = { ups: 0, downs: [] as string[], faults: [] as SocketFault[], messages: [] as (string | Buffer)[] };
    const session: SocketSession = new SocketSession(
      { url: () => venue.url, clock: new SystemClock(), backoff: { firstMs: 5, maxMs: 20 }, ...options },
      {
        opened: () => void session.send('login'),
        up: () => void seen.ups++,
        down: (reason) => void seen.downs.push(reason),
        failed: (fault) => void seen.faults.push(fault),
        message: (data) => {
          if (data === 'welcome') session.ready();
          else if (data === 'no') session.authenticationFailed('the keys are wrong');
          else if (data === 'nonsense') throw new Error('nonsense');
          else seen.messages.push(data);
        },
      },
    );
    opened.push(venue, session);
    return { venue, session, seen };
  };

  it('logs in, passes texts and bytes on, and comes back when the connection breaks', async () => {
    const { venue, session, seen } = await connect();
    expect(session.send('early')).toBe(false);
    session.start();
    session.start();
    await eventually(() => seen.ups === 1);
    venue.sockets[0].send('text');
    venue.sockets[0].send(Buffer.from([1, 2]));
    await eventually(() => seen.messages.length === 2);
    expect(seen.messages).toEqual(['text', Buffer.from([1, 2])]);
    venue.sockets[0].terminate();
    await eventually(() => seen.ups === 2);
    expect(seen.downs).toHaveLength(1);
    expect(venue.sockets).toHaveLength(2);
  });

  it('begins anew after a message that cannot be right', async () => {
    const { venue, session, seen } = await connect({ binaryIsText: true });
    session.start();
    await eventually(() => seen.ups === 1);
    venue.sockets[0].send(Buffer.from('nonsense'));
    await eventually(() => seen.ups === 2);
    expect(seen.downs).toEqual(['nonsense']);
  });

  it('repeats a refused login slowly and not for ever; started again it tries anew', async () => {
    const { venue, session, seen } = await connect({ authRetryMs: 30, maxAuthFailures: 2 });
    venue.logins = 'no';
    session.start();
    await eventually(() => seen.faults.some(({ final }) => final));
    expect(seen.faults.map(({ kind, final }) => [kind, final])).toEqual([
      ['authentication', false],
      ['authentication', true],
    ]);
    expect(venue.heard).toEqual(['login', 'login']);
    venue.logins = 'welcome';
    session.start();
    await eventually(() => seen.ups === 1);
    expect(venue.sockets).toHaveLength(3);
  });

  it('leaves a venue alone for as long as it was told to', async () => {
    const { venue, session, seen } = await connect();
    session.start();
    await eventually(() => seen.ups === 1);
    const began = performance.now();
    session.restart('come back later', 150);
    await eventually(() => seen.ups === 2);
    expect(performance.now() - began).toBeGreaterThanOrEqual(140);
    expect([seen.downs, venue.sockets.length]).toEqual([['come back later'], 2]);
  });

  it('takes status 401 for a refused login, and any other for a failure', async () => {
    const { venue, session, seen } = await connect({ authRetryMs: 30, maxAuthFailures: 2 });
    let status = 401;
    venue.server.options.verifyClient = (_info, done) => done(status === 200, status);
    session.start();
    await eventually(() => seen.faults.some(({ final }) => final));
    expect(seen.faults.map(({ kind }) => kind)).toEqual(['authentication', 'authentication']);
    expect(seen.faults[0].reason).toBe('the venue answers with status 401');
    status = 503;
    session.start();
    await eventually(() => seen.faults.length >= 3);
    expect(seen.faults[2]).toMatchObject({ kind: 'connection', reason: 'the venue answers with status 503' });
    status = 200;
    await eventually(() => seen.ups === 1);
  });

  it('gives up a connection that is silent, that never logs in, or that is too old', async () => {
    const silent = await connect({ silenceMs: 60 });
    silent.session.start();
    await eventually(() => silent.seen.downs.includes('the venue fell silent'));
    const mute = await connect({ loginMs: 40 });
    mute.venue.logins = 'silent';
    mute.session.start();
    await eventually(() => mute.seen.faults.length >= 2);
    expect(mute.seen.faults[0]).toMatchObject({ kind: 'connection', reason: 'no login in 40 ms', final: false });
    const aged = await connect({ maxAgeMs: 50, silenceMs: 5_000 });
    aged.session.start();
    await eventually(() => aged.seen.ups === 2);
    expect(aged.seen.downs).toEqual(['the connection has reached its age']);
  });

  it('takes a pong for a sign of life', async () => {
    const { session, seen } = await connect({ silenceMs: 500, pingMs: 50 });
    session.start();
    await eventually(() => seen.ups === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(seen.downs).toEqual([]);
  });

  it('asks for its address before every attempt, and outlives a failure to get one', async () => {
    let asked = 0;
    const made: { venue?: Venue } = {};
    const { venue, session, seen } = await connect({
      url: async () => {
        if (++asked === 1) throw new Error('no key yet');
        return Promise.resolve(made.venue?.url ?? '');
      },
    });
    made.venue = venue;
    session.start();
    await eventually(() => seen.ups === 1);
    expect(asked).toBe(2);
    expect(seen.faults).toMatchObject([{ reason: 'no key yet' }]);
  });

  it('stays closed once it was closed', async () => {
    const { venue, session, seen } = await connect();
    session.start();
    await eventually(() => seen.ups === 1);
    session.close();
    session.close();
    session.start();
    session.restart('too late');
    await eventually(() => venue.sockets[0].readyState === venue.sockets[0].CLOSED);
    expect(seen.downs).toEqual(['closed']);
    expect(venue.sockets).toHaveLength(1);
  });
});
