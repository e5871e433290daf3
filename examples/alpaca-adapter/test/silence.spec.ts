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
});
