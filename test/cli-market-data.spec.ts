import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@bourseworks/testkit';
import { CommandLine } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/;
const DECIMAL = /^\d+\.\d+$/;

let platform: RunningPlatform;
let bourse: CommandLine;
beforeAll(async () => {
  // The broker stays where it is: HOST is for the services alone.
  platform = await RunningPlatform.start(process.platform === 'linux' ? { HOST: '127.0.0.2' } : {});
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const iso = expect.stringMatching(ISO) as unknown;
const decimal = expect.stringMatching(DECIMAL) as unknown;
const number = expect.any(Number) as unknown;

describe('bourse instruments', () => {
  it('lists what can be traded, one object a line', async () => {
    const { code, results } = await bourse.json('instruments', '--venue', 'sim');
    expect(code).toBe(0);
    expect(results.find((line) => line['symbol'] === 'BTCUSD')).toEqual({
      venue: 'sim',
      symbol: 'BTCUSD',
      assetClass: 'crypto',
      currency: 'USD',
      base: 'BTC',
      tickSize: '0.01',
      lotSize: '0.00001',
      priceScale: 2,
      qtyScale: 5,
      multiplier: 1,
      minQuantity: '0.00001',
      maxQuantity: '1000',
      adapter: 'sim',
      kinds: ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'],
    });
  });

  it('as a table for people; an unknown venue is refused with the known ones', async () => {
    const [table, refused] = await Promise.all([
      bourse.run('instruments'),
      bourse.json('instruments', '--venue', 'nowhere'),
    ]);
    expect(table.text).toMatch(/^venue +symbol .*\nsim +BTCUSD +crypto/);
    expect(refused).toMatchObject({ code: 3, error: { code: 'VENUE_UNKNOWN', details: { venues: 'sim' } } });
  });
});

describe('bourse history', () => {
  it('gives bars in ISO UTC, oldest first, and as many as wanted', async () => {
    const { code, results } = await bourse.json('history', 'BTCUSD', '--last', '1h', '--limit', '3');
    expect(code).toBe(0);
    const figures = { open: number, high: number, low: number, close: number, volume: number, trades: number };
    expect(results).toEqual([1, 2, 3].map(() => ({ start: iso, end: iso, ...figures })));
    const starts = results.map((line) => String(line['start']));
    expect(starts).toEqual([...starts].sort());
  });

  it('is the same in CSV, with a header', async () => {
    const { code, text } = await bourse.run('history', 'ETHUSD', '--kind', 'bar-1s', '--last', '30s', '--csv');
    const lines = text.split('\n');
    expect([code, lines[0]]).toEqual([0, 'start,end,open,high,low,close,volume,trades']);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines.slice(1)) expect(line).toMatch(/^[\d:.TZ-]+,[\d:.TZ-]+(,\d+(\.\d+)?){6}$/);
  });

  it('is refused with a reason where there is none', async () => {
    const [symbol, range, kind, time] = await Promise.all([
      bourse.json('history', 'NOPE'),
      bourse.json('history', 'BTCUSD', '--from', '1h', '--to', '2h'),
      bourse.json('history', 'BTCUSD', '--kind', 'rumours'),
      bourse.json('history', 'BTCUSD', '--from', '2026-02-31'),
    ]);
    expect(symbol).toMatchObject({ code: 3, results: [], error: { code: 'INSTRUMENT_UNKNOWN' } });
    expect(symbol.error?.remedy).toContain('bourse instruments');
    expect(range).toMatchObject({ code: 2, error: { message: expect.stringContaining('is empty') as unknown } });
    expect(kind).toMatchObject({ code: 2, error: { message: expect.stringContaining('bar-1m') as unknown } });
    expect(time).toMatchObject({ code: 2, error: { message: expect.stringContaining('ISO 8601') as unknown } });
  });
});

describe('bourse watch', () => {
  it('gives each item with its sequence, without holes, and ends when it has enough', async () => {
    const { code, results } = await bourse.json('watch', 'BTCUSD', '--count', '5');
    expect(code).toBe(0);
    const quote = { time: iso, received: iso, bid: number, bidSize: number, ask: number, askSize: number };
    const item = { type: 'item', venue: 'sim', kind: 'quote', symbol: 'BTCUSD', sequence: number, item: quote };
    expect(results).toEqual(Array.from({ length: 5 }, () => item));
    const first = results[0]?.['sequence'] as number;
    expect(results.map((line) => line['sequence'])).toEqual([0, 1, 2, 3, 4].map((n) => first + n));
  });

  it('watches all symbols of the venue when none is named, for some seconds', async () => {
    const { code, text } = await bourse.run('watch', '--seconds', '3');
    expect(code).toBe(0);
    expect(text).toMatch(/^symbol +time +bidSize +bid +ask +askSize/);
    for (const symbol of ['BTCUSD', 'ETHUSD', 'SOLUSD', 'LTCUSD']) expect(text).toContain(`\n${symbol} `);
  });

  it('gives its stream back on Ctrl-C, which is no failure', async () => {
    const topic = 'marketdata/live/v1/trade/sim/SOLUSD';
    const watch = bourse.start('watch', 'SOLUSD', '--kind', 'trade', '--json');
    await watch.waitFor((line) => line['type'] === 'item');
    const ended = (): boolean => platform.events('stream.ended').some((line) => line['topic'] === topic);
    expect(ended()).toBe(false);
    watch.signal('SIGINT');
    expect((await bourse.end(watch)).code).toBe(0);
    // Long before its lease of 15 s would have run out.
    await eventually(ended, { timeoutMs: 5_000, what: 'the end of the stream' });
  });

  it('of an unknown symbol is refused, and holds none of the others', async () => {
    const { code, error } = await bourse.json('watch', 'LTCUSD', 'NOPE', '--kind', 'trade');
    expect([code, error?.code]).toEqual([3, 'INSTRUMENT_UNKNOWN']);
    const topic = 'marketdata/live/v1/trade/sim/LTCUSD';
    await eventually(() => platform.events('stream.ended').some((line) => line['topic'] === topic), {
      timeoutMs: 5_000,
      what: 'the end of the stream',
    });
  });
});

describe('bourse book', () => {
  it('shows both sides, exact, with sums, spread and mid', async () => {
    const { code, results } = await bourse.json('book', 'BTCUSD', '--depth', '3');
    expect(code).toBe(0);
    const row = { price: decimal, size: decimal, cumulative: decimal };
    expect(results).toEqual([
      {
        venue: 'sim',
        symbol: 'BTCUSD',
        time: iso,
        sequence: number,
        state: 'LIVE',
        bids: [row, row, row],
        asks: [row, row, row],
        spread: decimal,
        mid: decimal,
      },
    ]);
    const { bids, asks } = results[0] as unknown as Record<'bids' | 'asks', { price: string }[]>;
    const prices = [...bids.toReversed(), ...asks].map(({ price }) => Number(price));
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  });

  it('follows the changes', async () => {
    const { code, results } = await bourse.json('book', 'ETHUSD', '--depth', '1', '--follow', '--count', '3');
    const sequences = results.map((line) => line['sequence'] as number);
    expect([code, sequences.length]).toEqual([0, 3]);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });
});

describe('without a platform', () => {
  it.each([[['instruments']], [['history', 'BTCUSD']], [['watch']], [['book', 'BTCUSD']]])(
    '%j ends with 4 and tells how to start one',
    async (args) => {
      const { code, error } = await new CommandLine(`tcp://127.0.0.1:${await freePort()}`).json(...args);
      expect({ code, error }).toMatchObject({ code: 4, error: { code: 'CONNECT_FAILED', exitCode: 4 } });
      expect(error?.remedy).toContain('npm start');
    },
  );
});
