import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { setUp } from './setup.js';

const RECOVERED = ['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE'];
const trade = (i: number): string =>
  JSON.stringify([{ T: 't', S: 'AAPL', i, x: 'V', p: 10.5, s: 1, t: '2026-01-05T15:00:00Z' }]);

describe('a lost connection', () => {
  it('comes back with every subscription, and the streams tell of the gap', async () => {
    const { standIn, open } = await setUp();
    const sinks = await Promise.all([open('AAPL', 'trade'), open('SPY', 'quote'), open('SPY', 'bar-1m')]);
    standIn.send(trade(1));
    await eventually(() => sinks[0].items.length === 1);
    standIn.cut();
    await eventually(() => sinks.every(({ states }) => states.length === 5));
    for (const sink of sinks) expect(sink.states).toEqual(RECOVERED);
    expect(standIn.subscribed).toEqual(['trades/AAPL', 'quotes/SPY', 'bars/SPY']);
    standIn.send(trade(2));
    await eventually(() => sinks[0].items.length === 2);
    expect(sinks[0].order).toEqual(['LIVE', 'trade', ...RECOVERED.slice(1), 'trade']);
    expect(sinks[0].reasons.slice(1)).toEqual([
      expect.stringMatching(/connection/),
      undefined,
      expect.stringMatching(/missed/),
      undefined,
    ]);
  });

  it('is tried for as long as it takes, and stale meanwhile', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.refuse = true;
    standIn.cut();
    await eventually(() => sink.states.includes('STALE'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    standIn.refuse = false;
    await eventually(() => sink.states.at(-1) === 'LIVE');
    // Told once, however often it was tried.
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'STALE', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('goes on through keys that are refused for a while', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.loginError = { code: 402, msg: 'auth failed' };
    standIn.cut();
    await eventually(() => sink.reasons.some((reason) => reason?.includes('402') === true));
    standIn.loginError = undefined;
    await eventually(() => sink.states.at(-1) === 'LIVE');
  });

  it.each([
    [407, 'slow client'],
    [500, 'internal error'],
    [499, 'something new'],
  ])('by error %d is made anew', async (code, msg) => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.send(JSON.stringify([{ T: 'error', code, msg }]));
    await eventually(() => sink.states.length === 5);
    expect(sink.states).toEqual(RECOVERED);
    expect(sink.reasons[1]).toContain(`${code} ${msg}`);
  });

  it('loses no stream that is opened just then', async () => {
    const { standIn, open } = await setUp();
    await open('AAPL', 'trade');
    standIn.cut();
    const sink = await open('SPY', 'trade');
    expect(sink.order).toEqual(['LIVE']);
    await eventually(() => standIn.subscribed.length === 2);
  });
});
