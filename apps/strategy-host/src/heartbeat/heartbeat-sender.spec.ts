import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LeaseHeartbeatShape, StrategyState } from '@bourseworks/dto';
import { VirtualClock } from '@bourseworks/testkit';
import { HeartbeatSender } from './heartbeat-sender.js';

const TTL_US = 9_000_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('HeartbeatSender', () => {
  let clock: VirtualClock;
  let sent: LeaseHeartbeatShape[];
  let states: Record<string, StrategyState>;
  let isUp: boolean;

  const sender = (ttlUs = TTL_US): HeartbeatSender =>
    new HeartbeatSender({
      session: {
        tryPublish: (topic: string, body: Uint8Array) => {
          if (!isUp) return { code: 'TRANSPORT_DOWN', message: 'away' };
          const beat = JSON.parse(Buffer.from(body).toString()) as LeaseHeartbeatShape;
          expect(topic).toBe(`lease/v1/strategy/SIM/${beat.strategy}`);
          sent.push(beat);
          return undefined;
        },
      } as never,
      clock,
      log: silent,
      startedUs: 7,
      ttlUs,
      strategies: () => Object.entries(states).map(([id, state]) => ({ spec: { id, account: 'SIM' }, state })),
    });

  beforeEach(() => {
    clock = new VirtualClock();
    sent = [];
    states = { s: 'RUNNING' };
    isUp = true;
  });

  it('sends three in the time that one holds, numbered', () => {
    sender().start();
    clock.advance(TTL_US);
    expect(sent.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(sent[0]).toEqual({ account: 'SIM', strategy: 's', ttlUs: TTL_US, epoch: 7, sequence: 1 });
  });

  it('gives back those that were stopped, once, and is silent about those that failed', () => {
    states = { s: 'RUNNING', t: 'STARTING', u: 'STOPPED' };
    const beats = sender();
    beats.start();
    states = { s: 'STOPPED', t: 'FAILED', u: 'STOPPED' };
    clock.advance(TTL_US);
    beats.close();
    expect(sent.map(({ strategy, ttlUs }) => [strategy, ttlUs])).toEqual([
      ['s', TTL_US],
      ['t', TTL_US],
      ['s', 0],
    ]);
  });

  it('gives back at the end of the host what it then has stopped, and again what could not be sent', () => {
    const beats = sender();
    beats.start();
    states = { s: 'STOPPED' };
    isUp = false;
    clock.advance(TTL_US / 3);
    isUp = true;
    beats.close();
    clock.advance(TTL_US);
    expect(sent.map(({ ttlUs }) => ttlUs)).toEqual([TTL_US, 0]);
  });

  it('sends nothing where it is off', () => {
    const beats = sender(0);
    beats.start();
    clock.advance(TTL_US);
    beats.close();
    expect(sent).toEqual([]);
  });
});
