import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLAG } from '@bourseworks/domain';
import { Backfill, feedOf, settle, trade } from '../../test/feed.js';

const reorder = { window: 4, waitUs: 1_000 };

function live(more = {}) {
  const feed = feedOf({ reorder, ...more });
  feed.channel.subscribed();
  feed.listener.take();
  return feed;
}

describe('the order of a stream', () => {
  it('a repeated event is left out and counted', () => {
    const { listener, receive } = live();
    receive(1, 2, 1, 2);
    expect(listener.counts).toEqual({ duplicates: 2 });
    expect(listener.take()).toEqual(['1', '2']);
  });

  it('an event that overtook another waits for it', () => {
    const { clock, listener, receive } = live();
    receive(1, 3);
    receive(2);
    expect(listener.counts).toEqual({ reorders: 1 });
    expect(listener.take()).toEqual(['1', '2', '3']);
    clock.advance(1_000);
    expect([listener.take(), clock.pendingTimers]).toEqual([[], 0]);
  });

  it('but not for ever, though nothing else comes: then it is a gap', () => {
    const { clock, listener, receive } = live();
    receive(1, 3);
    clock.advance(999);
    expect(listener.take()).toEqual(['1']);
    clock.advance(1);
    expect(listener.take()).toEqual(['GAP_START', 'GAP_END', 'LIVE', '3']);
    expect(listener.reasons).toEqual(['GAP_START: 1 events are missing', 'GAP_END: they stay missed']);
  });

  it('each for its own time', () => {
    const { clock, listener, receive } = live();
    receive(1, 3);
    clock.advance(500);
    receive(5);
    clock.advance(500);
    expect(listener.take().filter((one) => one < 'A')).toEqual(['1', '3']);
    clock.advance(500);
    expect(listener.take().filter((one) => one < 'A')).toEqual(['5']);
  });

  it('what comes after its place was given up is late', () => {
    const { listener, receive } = live({ reorder: { window: 0, waitUs: 0 } });
    receive(1, 3, 2, 2);
    expect(listener.counts).toEqual({ gaps: 1, reorders: 1, duplicates: 1 });
    expect(listener.take().slice(-2)).toEqual(['3', '2l']);
  });

  it('goes by the venue sequence where the plan says so', () => {
    const { channel, listener } = live({ order: 'sequence' });
    channel.receive([trade(7, { venueSequence: 2 }), trade(5, { venueSequence: 3 }), trade(5, { venueSequence: 3 })]);
    expect(listener.take()).toEqual(['7', '5']);
  });

  it('a correction has no place in it', () => {
    const { channel, listener, receive } = live();
    receive(1, 2);
    channel.receive([trade(1, { corrects: '1', flags: FLAG.CORRECTION })]);
    expect(listener.take()).toEqual(['1', '2', '1']);
  });

  it.each([undefined, '', '1x', '-1', '9007199254740993'])(
    'no number, %p: nothing of the message is passed on',
    (id) => {
      const { channel, listener } = live();
      expect(() => channel.receive([trade(1), trade(2, { tradeId: id })])).toThrow(
        expect.objectContaining({ code: 'DATA_FORMAT' }),
      );
      expect(listener.told).toEqual([]);
    },
  );

  it('begins anew with a venue that was started anew', () => {
    const { channel, listener, receive } = live();
    receive(50);
    channel.restarted();
    receive(1);
    expect(listener.take()).toEqual(['50', '1']);
  });

  it('whatever is lost, repeated, moved and cut: each trade once, and all of them where the venue has them', async () => {
    const step = fc.record({
      fate: fc.constantFrom('sent', 'sent', 'lost', 'twice', 'cut', 'swapped'),
      turn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const past: number[] = [];
        const backfill = async function* () {
          await settle();
          yield past.map((id) => trade(id));
        };
        const { channel, listener, receive } = live({ backfill });
        let delayed: number | undefined;
        const happen = (id: number, fate: string): void => {
          past.push(id);
          if (fate === 'cut') channel.lost('cut');
          if (fate === 'cut') channel.subscribed();
          if (fate === 'swapped') delayed = id;
          if (fate === 'swapped' || fate === 'cut' || fate === 'lost') return;
          receive(id);
          if (fate === 'twice') receive(id);
          if (delayed !== undefined) receive(delayed);
          delayed = undefined;
        };
        // The first tells where the numbers begin.
        happen(1, 'sent');
        for (const [i, { fate, turn }] of steps.entries()) {
          happen(i + 2, fate);
          if (turn) await settle();
        }
        happen(steps.length + 2, 'cut');
        for (let i = 0; i < 5; i++) await settle();
        const ids = listener.received.map((event) => Number(event.kind === 'trade' ? event.tradeId : 0));
        expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: steps.length + 2 }, (_, i) => i + 1));
        expect(listener.take().at(-1)).toBe('LIVE');
      }),
    );
  });
});

describe('a stream that its adapter finds a gap in', () => {
  it('fetches what was missed', async () => {
    const backfill = new Backfill();
    const { channel, listener, receive } = live({ backfill: backfill.fetch });
    receive(1);
    channel.gap('a message could not be read');
    receive(3);
    await backfill.give([trade(2)], 'end');
    expect(listener.take()).toEqual(['1', 'GAP_START', 'RESYNCING', '2b', '3', 'GAP_END', 'LIVE']);
  });
});
