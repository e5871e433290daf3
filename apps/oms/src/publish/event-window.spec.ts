import { describe, expect, it } from '@jest/globals';
import type { OrderEventShape } from '@bourseworks/dto';
import { EventWindow } from './event-window.js';

function event(sequence: number, strategy: string, streamSequence: number): OrderEventShape {
  return { sequence, streamSequence, account: 'A', strategy } as OrderEventShape;
}

describe('EventWindow', () => {
  it('pages through one stream from a stream sequence', () => {
    const window = new EventWindow();
    for (let i = 1; i <= 10; i++) {
      window.add(event(2 * i, 'x', i));
      window.add(event(2 * i + 1, 'y', i));
    }
    const page = window.find({ account: 'A', strategy: 'x', afterStreamSequence: 6 }, 3);
    expect(page.events.map((e) => e.streamSequence)).toEqual([7, 8, 9]);
    expect(page.more).toBe(true);
    expect(window.find({ strategy: 'x', afterSequence: 18 }, 3)).toEqual({ events: [event(20, 'x', 10)], more: false });
  });

  it('finds the events of one order', () => {
    const window = new EventWindow();
    for (let i = 1; i <= 10; i++) window.add({ ...event(i, 'x', i), clOrdId: `order-${i % 3}` });
    expect(window.find({ clOrdId: 'order-1' }, 10).events.map((e) => e.sequence)).toEqual([1, 4, 7, 10]);
    expect(window.find({ clOrdId: 'order-1', afterSequence: 4 }, 1)).toMatchObject({ more: true });
    expect(window.find({ clOrdId: 'order-9' }, 10)).toEqual({ events: [], more: false });
  });

  it('forgets the oldest and says so', () => {
    const window = new EventWindow(8);
    for (let i = 1; i <= 100; i++) window.add(event(i, 'x', i));
    const { events } = window.find({}, 1_000);
    expect(events.at(-1)?.sequence).toBe(100);
    expect(events.length).toBeGreaterThanOrEqual(8);
    expect(events.length).toBeLessThan(11);
    expect(events[0]?.sequence).toBe(window.evictedThrough + 1);
  });

  it('knows whether it holds all that is asked for', () => {
    const window = new EventWindow(8);
    for (let i = 1; i <= 50; i++) window.add(event(2 * i, i <= 2 ? 'early' : 'x', i));
    expect(window.holds({})).toBe(false);
    expect(window.holds({ afterSequence: window.evictedThrough })).toBe(true);
    expect(window.holds({ account: 'A', strategy: 'x', afterStreamSequence: 49 })).toBe(true);
    expect(window.holds({ account: 'A', strategy: 'x', afterStreamSequence: 10 })).toBe(false);
    // Whatever this stream ever had beyond its second event would be here.
    expect(window.holds({ account: 'A', strategy: 'early', afterStreamSequence: 2 })).toBe(true);
    expect(window.holds({ account: 'A', strategy: 'unheard-of', afterStreamSequence: 0 })).toBe(true);
  });
});
