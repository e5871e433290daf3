import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { setUp } from './setup.js';

describe('silence', () => {
  it('that is only a quiet market is asked about and changes nothing', async () => {
    const { standIn, open } = await setUp({}, { silenceMs: 40 });
    const sink = await open('AAPL', 'trade');
    await eventually(() => standIn.messages.length > 3);
    expect(standIn.messages.slice(1)).toContainEqual({ action: 'subscribe', trades: ['AAPL'] });
    expect([sink.states, standIn.connections]).toEqual([['LIVE'], 1]);
  });

  it('of a dead connection is found out, and another is made', async () => {
    const { standIn, open } = await setUp({}, { silenceMs: 40, answerMs: 100 });
    const sink = await open('AAPL', 'trade');
    standIn.mute = true;
    // The dead one still counts at the venue.
    standIn.connectionLimit = 10;
    await eventually(() => sink.states.includes('GAP_START'));
    expect(sink.reasons[1]).toMatch(/did not answer/);
    standIn.mute = false;
    await eventually(() => sink.states.at(-1) === 'LIVE');
  });

  it('is asked about with a stream that stands, not with one that was refused', async () => {
    const { standIn, open } = await setUp({ resubscribeMs: 30_000 }, { silenceMs: 40 });
    const [aapl, spy] = [await open('AAPL', 'trade'), await open('SPY', 'trade')];
    standIn.invalid.add('AAPL');
    standIn.cut();
    await eventually(() => aapl.states.at(-1) === 'STALE' && spy.states.at(-1) === 'LIVE');
    const asked = standIn.messages.length;
    await eventually(() => standIn.messages.length > asked + 2);
    expect(standIn.messages.slice(asked)).not.toContainEqual({ action: 'subscribe', trades: ['AAPL'] });
    expect(standIn.connections).toBe(2);
  });

  it('of one stream alone is no silence: nothing is asked while others speak', async () => {
    const { standIn, open } = await setUp({}, { silenceMs: 600 });
    await open('AAPL', 'trade');
    for (let i = 0; i < 80; i++) {
      standIn.send('[{"T":"s","S":"SPY"}]');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(standIn.messages).toHaveLength(1);
  });

  it('that is answered by a refusal makes the connection anew', async () => {
    const { standIn, open } = await setUp({}, { silenceMs: 40 });
    const sink = await open('AAPL', 'trade');
    standIn.connectionLimit = 10;
    standIn.invalid.add('AAPL');
    await eventually(() => sink.states.includes('STALE'));
    expect(sink.states.slice(0, 4)).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'STALE']);
    standIn.invalid.clear();
    await eventually(() => sink.states.at(-1) === 'LIVE');
  });
});
