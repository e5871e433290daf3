import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bourseworks/testkit';
import { MessageOrder, type Arrived } from './message-order.js';

const WAIT_MS = 100;

function started(failing = false) {
  const clock = new VirtualClock(0);
  const told: string[] = [];
  const note = (name: string) => (arrived: Arrived) => void told.push(`${name} ${arrived.message.sequence}`);
  const order = new MessageOrder(
    {
      message: (arrived) => {
        if (failing && arrived.message.sequence > 1) throw new Error('cannot be dealt with');
        note('is')(arrived);
      },
      missing: (count) => void told.push(`missing ${count}`),
      caughtUp: (count) => void told.push(`caught up ${count}`),
      repeated: note('again'),
      reordered: note('overtaken'),
      late: note('late'),
      failed: (error) => void told.push(String(error)),
    },
    WAIT_MS,
    clock,
  );
  const offer = (...sequences: number[]): void => {
    for (const sequence of sequences)
      order.offer({ message: { kind: 'numbered', sequence, channel: 'ticker', raw: {} }, receivedUs: 0 });
  };
  return { clock, told, order, offer };
}

describe('MessageOrder', () => {
  it('waits for what was overtaken, and tells it in its place', () => {
    const { told, offer } = started();
    offer(0, 2, 1, 3);
    expect(told).toEqual(['is 0', 'is 1', 'is 2', 'overtaken 1', 'is 3']);
  });

  it('gives up after a time, before what follows, and says so once more after it', () => {
    const { told, offer, clock } = started();
    offer(0, 3, 4);
    clock.advance(WAIT_MS * 1_000 - 1);
    expect(told).toEqual(['is 0']);
    clock.advance(1);
    expect(told).toEqual(['is 0', 'missing 2', 'is 3', 'is 4', 'caught up 2']);
    offer(1, 2, 2);
    expect(told.slice(5)).toEqual(['late 1', 'late 2', 'again 2']);
  });

  it('tells what came before as that', () => {
    const { told, offer } = started();
    offer(0, 0, 1, 0);
    expect(told).toEqual(['is 0', 'again 0', 'is 1', 'again 0']);
  });

  it('throws what its sink throws, and reports it where nobody asked', () => {
    const { told, offer, clock } = started(true);
    offer(0, 1);
    expect(() => offer(2)).toThrow('cannot be dealt with');
    offer(5);
    clock.advance(WAIT_MS * 1_000);
    expect(told.at(-1)).toBe('Error: cannot be dealt with');
  });

  it('leaves no timer', () => {
    const { told, offer, order, clock } = started();
    offer(0, 2);
    order.stop();
    clock.advance(10 * WAIT_MS * 1_000);
    expect(told).toEqual(['is 0']);
  });
});
