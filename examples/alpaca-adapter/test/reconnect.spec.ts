import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { setUp } from './setup.js';
import { KEY_ID } from './stand-in.js';

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
    // The one that is given up may count at the venue a while longer, which is not what this is about.
    standIn.connectionLimit = 10;
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

  it('that ends late says nothing to the one after it', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.connectionLimit = 10;
    const release = standIn.hold();
    standIn.sendBinary(new Uint8Array([0x91]));
    await eventually(() => sink.states.length === 5);
    // To both connections: the old one still stands at the venue.
    standIn.send(trade(1));
    await eventually(() => sink.items.length > 0);
    release();
    await eventually(() => standIn.open === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([sink.items.length, sink.states.length, standIn.connections]).toEqual([1, 5, 2]);
  });

  it('is told with the words of the venue, without the keys', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.connectionLimit = 10;
    standIn.cut(`maintenance of ${KEY_ID}`);
    await eventually(() => sink.states.length === 5);
    expect(sink.reasons[1]).toBe('Alpaca closed the connection (4000 maintenance of ***)');
  });

  it('that never holds for long is made anew after growing pauses', async () => {
    const { standIn, open } = await setUp({}, { backoff: { firstMs: 10, maxMs: 5_000 } });
    const sink = await open('AAPL', 'trade');
    const began = performance.now();
    for (let cuts = 1; cuts <= 6; cuts++) {
      standIn.cut();
      await eventually(() => sink.states.filter((state) => state === 'LIVE').length === cuts + 1);
    }
    // At least the halves of 10, 20, … 320.
    expect(performance.now() - began).toBeGreaterThan(300);
  });

  it('that held is made anew at once', async () => {
    const { standIn, open } = await setUp({}, { stableMs: -1, backoff: { firstMs: 10, maxMs: 60_000 } });
    const sink = await open('AAPL', 'trade');
    // With pauses that grow the last alone would take a minute.
    for (let cuts = 1; cuts <= 14; cuts++) {
      standIn.cut();
      await eventually(() => sink.states.filter((state) => state === 'LIVE').length === cuts + 1);
    }
  });
});
