import { describe, expect, it } from '@jest/globals';
import { ageOf, OLD_AFTER_MS, TickStore } from './tick-store.js';

const address = { venue: 'sim', symbol: 'BTCUSD', kind: 'quote' } as const;

describe('the age of a stream', () => {
  const desk = () => {
    const clock = { now: 1_000_000 };
    const store = new TickStore(
      (flush) => flush(),
      () => clock.now,
    );
    const entry = store.entry(address);
    const hear = (seq: number) =>
      store.apply(entry, { id: 1, k: 'quote+', prev: seq - 1, seq, v: { bid: seq } }, clock.now);
    const age = () => ageOf(entry, clock.now);
    return { clock, store, entry, hear, age };
  };

  it('counts from the last message by the clock of this computer, whatever time the venue has', () => {
    const { clock, store, entry, hear, age } = desk();
    expect([age(), ageOf(undefined, clock.now)]).toEqual([0, 0]);
    const v = { time: 5, bid: 1, bidSize: 1, ask: 2, askSize: 1 };
    store.apply(entry, { id: 1, k: 'quote', seq: 1, v }, 5);
    clock.now += OLD_AFTER_MS - 1;
    expect(age()).toBe(0);
    clock.now += 1;
    expect([entry.status, age()]).toEqual(['LIVE', OLD_AFTER_MS / 1_000]);
    hear(2);
    expect(age()).toBe(0);
  });

  it('goes on over what cannot be applied', () => {
    const { clock, store, entry, hear, age } = desk();
    store.apply(entry, { id: 1, k: 'quote', seq: 1, v: { time: 5, bid: 1, bidSize: 1, ask: 2, askSize: 1 } }, 5);
    clock.now += OLD_AFTER_MS;
    expect([hear(9), age()]).toEqual(['gap', OLD_AFTER_MS / 1_000]);
  });
});
