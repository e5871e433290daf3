import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LeaseHeartbeatShape } from '@bourseworks/dto/shapes';
import { LeaseController } from './lease.controller.js';
import type { Heartbeat } from './leases.js';

const STRATEGY = 'lease/v1/strategy/SIM/pts';
const strategy: LeaseHeartbeatShape = { account: 'SIM', strategy: 'pts', ttlUs: 1_000_000, epoch: 1, sequence: 1 };
const session: LeaseHeartbeatShape = { session: 'x', ttlUs: 1_000_000, epoch: 1, sequence: 1 };

describe('LeaseController', () => {
  let taken: Heartbeat[];
  let log: object[];
  let controller: LeaseController;
  const take = (body: LeaseHeartbeatShape, topic: string): void =>
    controller.strategy(body, { getTopic: () => topic } as never);

  beforeEach(() => {
    taken = [];
    log = [];
    const note = (entry: object): void => void log.push(entry);
    controller = new LeaseController({ beat: (beat: Heartbeat) => void taken.push(beat) } as never, {
      debug: note,
      info: note,
      warn: note,
      error: note,
    });
  });

  it('takes signs of life whose topic says the same as they do', () => {
    take(strategy, STRATEGY);
    take({ ...strategy, ttlUs: 0 }, STRATEGY);
    take(session, 'lease/v1/session/x');
    expect(taken).toMatchObject([
      { holder: 'strategy', account: 'SIM', id: 'pts', ttlUs: 1_000_000 },
      { holder: 'strategy', ttlUs: 0 },
      { holder: 'session', account: '', id: 'x' },
    ]);
    expect(log).toEqual([]);
  });

  it.each([
    ['of another strategy', { ...strategy, strategy: 'other' }, STRATEGY],
    ['of another account', { ...strategy, account: 'OTHER' }, STRATEGY],
    ['of people as a whole', { ...strategy, strategy: 'manual' }, 'lease/v1/strategy/SIM/manual'],
    ['of nobody', { ttlUs: 1_000_000, epoch: 1, sequence: 1 }, STRATEGY],
    ['of a strategy and a session', { ...strategy, ...session }, 'lease/v1/session/x'],
    ['of another session', session, 'lease/v1/session/y'],
    ['that hold for no time', { ...strategy, ttlUs: 99_999 }, STRATEGY],
  ])('refuses those %s', (_what, body, topic) => {
    take(body, topic);
    expect(taken).toEqual([]);
    expect(log).toMatchObject([{ event: 'lease.refused', topic }]);
  });
});
