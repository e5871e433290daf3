import { describe, expect, it } from '@jest/globals';
import { TransportError, type SolaceSession } from '@bourseworks/solace-transport';
import { VirtualClock } from '@bourseworks/testkit';
import { subscribe } from './subscribe.js';

/** A bus that fails so often, with a code, before it takes a subscription. */
function setup(failures: number, code: 'TRANSPORT_DOWN' | 'TOPIC_NOT_ALLOWED') {
  const clock = new VirtualClock();
  const made = { clock, attempts: 0, stop: false };
  const session = {
    subscribe: () => {
      made.attempts += 1;
      return made.attempts > failures ? Promise.resolve() : Promise.reject(TransportError.of(code, 'not now'));
    },
  } as unknown as SolaceSession;
  const subscribed = subscribe({ session, clock }, 'a/b', () => undefined, { tries: 5, stopped: () => made.stop });
  return { made, clock, subscribed };
}

describe('a subscription of a strategy', () => {
  it('outlives a bus that is away', async () => {
    const { made, clock, subscribed } = setup(3, 'TRANSPORT_DOWN');
    await clock.advanceAsync(10_000_000);
    expect(await subscribed).toEqual({ ok: true, value: undefined });
    expect(made.attempts).toBe(4);
  });

  it('is given up after the bound, with the code', async () => {
    const { made, clock, subscribed } = setup(99, 'TRANSPORT_DOWN');
    await clock.advanceAsync(60_000_000);
    expect(await subscribed).toMatchObject({ ok: false, refusal: { code: 'TRANSPORT_DOWN' } });
    expect(made.attempts).toBe(5);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not tried again where it is not allowed', async () => {
    const { made, subscribed } = setup(99, 'TOPIC_NOT_ALLOWED');
    expect(await subscribed).toMatchObject({ ok: false, refusal: { code: 'TOPIC_NOT_ALLOWED' } });
    expect(made.attempts).toBe(1);
  });

  it('ends with the strategy', async () => {
    const { made, clock, subscribed } = setup(99, 'TRANSPORT_DOWN');
    made.stop = true;
    await clock.advanceAsync(1_000_000);
    await subscribed;
    expect(made.attempts).toBe(1);
  });
});
