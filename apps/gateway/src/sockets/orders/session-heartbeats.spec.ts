import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LeaseHeartbeatShape } from '@bourseworks/dto/shapes';
import { VirtualClock } from '@bourseworks/testkit';
import type { GatewayConfig } from '../../config/gateway-config.js';
import { SessionHeartbeats } from './session-heartbeats.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('SessionHeartbeats', () => {
  let clock: VirtualClock;
  let sent: (LeaseHeartbeatShape & { topic: string })[];
  let connected: string[];

  const heartbeats = (sessionLeaseSeconds: number): SessionHeartbeats =>
    new SessionHeartbeats(
      { sessionLeaseSeconds } as GatewayConfig,
      { sessionsIn: (namespace: string) => new Set(namespace === '/orders' ? connected : []) } as never,
      { publish: (topic: string, body: LeaseHeartbeatShape) => sent.push({ topic, ...body }) > 0 } as never,
      clock,
      silent,
    );

  beforeEach(() => {
    clock = new VirtualClock();
    sent = [];
    connected = ['x', 'y'];
  });

  it('are sent for every session with a socket, until its last one is gone', () => {
    heartbeats(9).onApplicationBootstrap();
    connected = ['y'];
    clock.advance(3_000_000);
    expect(sent.map(({ session, sequence }) => [session, sequence])).toEqual([
      ['x', 1],
      ['y', 2],
      ['y', 3],
    ]);
    expect(sent[0]).toMatchObject({ topic: 'lease/v1/session/x', ttlUs: 9_000_000 });
  });

  it('end with the process, and are none where they are off', () => {
    const on = heartbeats(9);
    on.onApplicationBootstrap();
    on.beforeApplicationShutdown();
    heartbeats(0).onApplicationBootstrap();
    clock.advance(60_000_000);
    expect(sent).toHaveLength(2);
  });
});
