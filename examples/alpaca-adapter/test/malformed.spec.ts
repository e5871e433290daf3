import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { setUp } from './setup.js';

const trade = (symbol: string, more: object = {}): object => ({
  T: 't',
  S: symbol,
  i: 1,
  x: 'V',
  p: 10.5,
  s: 1,
  t: '2026-01-05T15:00:00Z',
  ...more,
});

describe('a malformed message', () => {
  it.each([
    ['a price of text', { p: '10.5' }],
    ['a price of 0', { p: 0 }],
    ['a negative size', { s: -1 }],
    ['no time', { t: undefined }],
    ['a price beyond any bound', { p: 1e300 }],
  ])('with %s is a gap of its stream alone', async (_, fault) => {
    const { standIn, open } = await setUp();
    const [aapl, spy] = await Promise.all([open('AAPL', 'trade'), open('SPY', 'trade')]);
    standIn.send(
      JSON.stringify([trade('AAPL', { i: 1 }), trade('AAPL', fault), trade('SPY'), trade('AAPL', { i: 3 })]),
    );
    await eventually(() => spy.items.length === 1 && aapl.items.length === 2);
    expect(aapl.states).toEqual(['LIVE', 'GAP_START', 'GAP_END', 'LIVE']);
    expect(aapl.reasons[1]).toMatch(/^Alpaca sent /);
    expect(spy.states).toEqual(['LIVE']);
    expect(standIn.connections).toBe(1);
  });

  it.each([
    ['text that is not JSON', '[{"T":"t"'],
    ['no object', '[1]'],
    ['nothing', ''],
  ])('of %s makes the connection anew', async (_, raw) => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    // The one that is given up may count at the venue a while longer, which is not what this is about.
    standIn.connectionLimit = 10;
    standIn.send(raw);
    await eventually(() => sink.states.length === 5);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('of bytes makes the connection anew', async () => {
    const { standIn, open } = await setUp();
    const sink = await open('AAPL', 'trade');
    standIn.connectionLimit = 10;
    standIn.sendBinary(new Uint8Array([0x91, 0x81]));
    await eventually(() => sink.states.at(-1) === 'LIVE' && sink.states.length === 5);
    expect(sink.reasons[1]).toMatch(/no text/);
  });
});
