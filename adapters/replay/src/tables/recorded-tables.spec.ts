import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { timeBars, type Bar, type MarketDataEvent, type StreamKind, type Trade } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { ask } from '../test/recorded.js';
import { INSTRUMENT, tableFolder } from '../test/table-folder.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const raw = (file: string): string => {
  const bytes = readFileSync(data(file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};
const linesOf = (file: string): string[] => raw(file).trim().split(/\r?\n/);
const units = (text: string, scale: number): number => Math.round(Number(text) * 10 ** scale);

interface Case {
  readonly name: string;
  readonly files: readonly string[];
  readonly kind: StreamKind;
  readonly table: object;
  readonly scales: readonly [price: number, quantity: number];
  /** Rows of the raw files; by default all lines but the header. */
  readonly rows?: () => string[][];
  /** What an event must be, from the cells of its row. */
  readonly event: (cells: readonly string[]) => object;
}

const headed = (file: string): string[][] =>
  linesOf(file)
    .slice(1)
    .map((line) => line.split(','));
const plain = (file: string): string[][] => linesOf(file).map((line) => line.split(','));
const OHLCV = { open: 'Open', high: 'High', low: 'Low', close: 'Close', volume: 'Volume' };

/** Values of a bar whose prices begin at a cell. */
const ohlcv = (cells: readonly string[], at: number, price: number, quantity: number): object => ({
  open: units(cells[at], price),
  high: units(cells[at + 1], price),
  low: units(cells[at + 2], price),
  close: units(cells[at + 3], price),
  volume: units(cells[at + 4], quantity),
});
const span = (start: number, seconds: number): object => ({ startUs: start, endUs: start + seconds * 1_000_000 });

const NEW_YORK_DAYS = { columns: [0], format: 'YYYY-MM-DD', zone: 'America/New_York' };

const CASES: readonly Case[] = [
  {
    name: 'days of Google',
    files: ['backtestingpy/GOOG.csv'],
    kind: 'bar-1d',
    table: { time: NEW_YORK_DAYS, columns: OHLCV },
    scales: [2, 0],
    event: (cells) => ({ ...ohlcv(cells, 1, 2, 0), startUs: expect.any(Number) }),
  },
  {
    name: 'hours of the euro',
    files: ['backtestingpy/EURUSD.csv'],
    kind: 'bar-1h',
    table: { time: { columns: [0], format: 'YYYY-MM-DD HH:mm:ss' }, columns: OHLCV },
    scales: [5, 0],
    event: (cells) => ({ ...ohlcv(cells, 1, 5, 0), ...span(us(`${cells[0].replace(' ', 'T')}Z`), 3_600) }),
  },
  {
    name: 'days of an index',
    files: ['backtrader-datas/2006-day-001.txt'],
    kind: 'bar-1d',
    table: { time: { columns: ['Date'], format: 'YYYY-MM-DD' }, columns: OHLCV },
    scales: [2, 0],
    event: (cells) => ({ ...ohlcv(cells, 1, 2, 0), ...span(us(`${cells[0]}T00:00Z`), 86_400) }),
  },
  {
    name: 'five minutes of an index, told by their ends',
    files: ['backtrader-datas/2006-min-005.txt'],
    kind: 'bar-5m',
    table: { time: { columns: ['Date', 'Time'], format: 'YYYY-MM-DD HH:mm:ss', stands: 'end' }, columns: OHLCV },
    scales: [2, 0],
    event: (cells) => ({ ...ohlcv(cells, 2, 2, 0), ...span(us(`${cells[0]}T${cells[1]}Z`) - 300_000_000, 300) }),
  },
  {
    name: 'best bid and ask without sizes',
    files: ['backtrader-datas/bidask.csv'],
    kind: 'quote',
    table: {
      time: { columns: ['TIMESTAMP'], format: 'DD/MM/YYYY HH:mm:ss' },
      columns: { bidPrice: 'BID', askPrice: 'ASK' },
    },
    scales: [4, 0],
    event: (cells) => ({
      us: us(`2010-03-02T${cells[0].slice(11)}Z`),
      bidPrice: units(cells[1], 4),
      askPrice: units(cells[2], 4),
      bidQuantity: 0,
    }),
  },
  {
    name: 'ticks that are written as bars',
    files: ['backtrader-datas/ticksample.csv'],
    kind: 'trade',
    table: {
      time: { columns: ['Datetime'], format: 'YYYY-MM-DDTHH:mm:ss.SSS' },
      columns: { price: 'Close', quantity: 'Volume' },
    },
    scales: [2, 0],
    event: (cells) => ({ us: us(`${cells[0]}Z`), price: units(cells[4], 2), quantity: Number(cells[5]) }),
  },
  ...['AAPL', 'KO'].map((symbol): Case => ({
    name: `days of ${symbol}, packed`,
    files: [`zipline/${symbol}.csv.gz`],
    kind: 'bar-1d',
    table: {
      time: NEW_YORK_DAYS,
      columns: { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
    },
    scales: [6, 0],
    event: (cells) => ohlcv(cells, 1, 6, 0),
  })),
  {
    name: 'minutes of Binance, two days in two files',
    files: ['nautilus-test-data/ADABTC-1m-2021-11-27.csv', 'nautilus-test-data/ADABTC-1m-2021-11-28.csv'],
    kind: 'bar-1m',
    table: {
      header: false,
      time: { columns: [0], format: 'ms' },
      columns: { open: 1, high: 2, low: 3, close: 4, volume: 5, trades: 8 },
    },
    scales: [8, 2],
    rows: () => CASES.flatMap(({ kind, files }) => (kind === 'bar-1m' ? files : [])).flatMap(plain),
    event: (cells) => ({
      ...ohlcv(cells, 1, 8, 2),
      ...span(Number(cells[0]) * 1_000, 60),
      trades: Number(cells[8]),
    }),
  },
  {
    name: 'trades with two times',
    files: ['nautilus-test-data/tardis/bitmex_trades_XBTUSD.csv'],
    kind: 'trade',
    table: {
      time: { columns: ['timestamp'], format: 'us' },
      received: { columns: ['local_timestamp'], format: 'us' },
      columns: { price: 'price', quantity: 'amount', side: 'side', id: 'id' },
    },
    scales: [1, 0],
    event: (cells) => ({
      us: Number(cells[2]),
      receivedUs: Number(cells[3]),
      tradeId: cells[4],
      aggressor: cells[5].toUpperCase(),
      price: units(cells[6], 1),
      quantity: Number(cells[7]),
    }),
  },
  {
    name: 'the best level of books',
    files: ['nautilus-test-data/tardis/binance-futures_book_snapshot_5_BTCUSDT.csv'],
    kind: 'quote',
    table: {
      time: { columns: ['timestamp'], format: 'us' },
      received: { columns: ['local_timestamp'], format: 'us' },
      columns: {
        bidPrice: 'bids[0].price',
        bidQuantity: 'bids[0].amount',
        askPrice: 'asks[0].price',
        askQuantity: 'asks[0].amount',
      },
    },
    scales: [2, 3],
    event: (cells) => ({
      us: Number(cells[2]),
      receivedUs: Number(cells[3]),
      askPrice: units(cells[4], 2),
      askQuantity: units(cells[5], 3),
      bidPrice: units(cells[6], 2),
      bidQuantity: units(cells[7], 3),
    }),
  },
  {
    name: 'trades of Kraken, seconds since the epoch',
    files: ['freqtrade-testdata/kraken/BCHEUR.csv'],
    kind: 'trade',
    table: { header: false, time: { columns: [0], format: 's' }, columns: { price: 1, quantity: 2 } },
    scales: [2, 8],
    rows: () => plain('freqtrade-testdata/kraken/BCHEUR.csv'),
    event: (cells) => ({ us: Number(cells[0]) * 1e6, price: units(cells[1], 2), quantity: units(cells[2], 8) }),
  },
  {
    name: 'candles of Coinbase, the newest first',
    files: ['ta4j-crypto/Coinbase-ETH-USD-PT1D-20241105_20251020.json.gz'],
    kind: 'bar-1d',
    table: {
      rows: 'candles',
      order: 'descending',
      time: { columns: ['start'], format: 's' },
      columns: { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
    },
    scales: [2, 8],
    rows: () => objects('ta4j-crypto/Coinbase-ETH-USD-PT1D-20241105_20251020.json.gz', 'start').toReversed(),
    event: (cells) => ({ ...ohlcv(cells, 1, 2, 8), ...span(Number(cells[0]) * 1e6, 86_400) }),
  },
  {
    name: 'five minutes of Binance, told by their last millisecond',
    files: ['ta4j-crypto/Binance-ETH-USD-PT5M-20230313_20230315.json.gz'],
    kind: 'bar-5m',
    table: {
      rows: 'ohlc',
      time: { columns: ['endTime'], format: 'ms', stands: 'last' },
      columns: { open: 'openPrice', high: 'highPrice', low: 'lowPrice', close: 'closePrice', volume: 'volume' },
    },
    scales: [2, 4],
    rows: () => objects('ta4j-crypto/Binance-ETH-USD-PT5M-20230313_20230315.json.gz', 'endTime'),
    event: (cells) => ({ ...ohlcv(cells, 1, 2, 4), ...span((Number(cells[0]) + 1) * 1_000 - 300_000_000, 300) }),
  },
];

/** Time, open, high, low, close, volume of the objects in a text, whatever their order and their names. */
function objects(file: string, time: string): string[][] {
  const field = (text: string, name: string): string =>
    new RegExp(`"${name}(?:Price)?"\\s*:\\s*"?([\\d.]+)`).exec(text)?.[1] ?? '';
  return [...raw(file).matchAll(/\{[^{}]*\}/g)].map(([text]) =>
    [time, 'open', 'high', 'low', 'close', 'volume'].map((name) => field(text, name)),
  );
}

const step = (scale: number): string => (scale === 0 ? '1' : `0.${'1'.padStart(scale, '0')}`);
const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function folderOf(cases: readonly Pick<Case, 'files' | 'kind' | 'table' | 'scales'>[]): string {
  const links = Object.fromEntries(cases.flatMap(({ files }) => files.map((file) => [last(file), data(file)])));
  const instruments = cases.map(({ files, kind, table, scales }, index) => ({
    ...INSTRUMENT,
    symbol: `S${index}`,
    tickSize: step(scales[0]),
    lotSize: step(scales[1]),
    tables: [{ kind, files: files.map(last), ...table }],
  }));
  return tableFolder({ instruments }, {}, links);
}

async function read(dataRoot: string, kind: StreamKind, key = 'usa/S0'): Promise<readonly MarketDataEvent[]> {
  const { events, error } = await ask({ dataRoot, key, kind });
  expect(error).toBeUndefined();
  return events;
}

describeWithData(
  'tables of many makes',
  CASES.flatMap(({ files }) => files),
  () => {
    it.each(CASES)('$name: every row, as it stands in the file', async (each) => {
      const events = await read(folderOf([each]), each.kind);
      const rows = each.rows === undefined ? headed(each.files[0]) : each.rows();
      expect(rows.length).toBeGreaterThan(5);
      expect(events).toHaveLength(rows.length);
      for (const [at, cells] of rows.entries()) {
        // Thousands of rows: the matcher of Jest is asked for the first, the last, and where something differs.
        const expected = each.event(cells);
        const same = Object.entries(expected).every(
          ([field, value]) => typeof value === 'object' || Reflect.get(events[at], field) === value,
        );
        if (!same || at === 0 || at === rows.length - 1) expect(events[at]).toMatchObject(expected);
      }
    });

    it('days of Google begin at midnight of New York, in summer and in winter', async () => {
      const bars = (await read(folderOf([CASES[0]]), 'bar-1d')) as Bar[];
      expect([bars[0].startUs, bars[0].endUs]).toEqual([us('2004-08-19T04:00Z'), us('2004-08-20T04:00Z')]);
      expect(bars.at(-1)).toMatchObject({ startUs: us('2013-03-01T05:00Z'), endUs: us('2013-03-02T05:00Z') });
    });
  },
);

const BOOKS = {
  tardis: 'nautilus-test-data/tardis/deribit_incremental_book_L2_BTC-PERPETUAL.csv',
  snapshot: 'nautilus-test-data/binance/btcusdt-depth-snap.csv',
  update: 'nautilus-test-data/binance/btcusdt-depth-update.csv',
};

describeWithData('books with a level a row', Object.values(BOOKS), () => {
  it.each([
    [
      'a snapshot of Deribit',
      BOOKS.tardis,
      [1, 0],
      { format: 'us', columns: ['timestamp'] },
      { quantity: 'amount', snapshot: 'is_snapshot' },
      [4, 5, 6, 7],
    ],
    [
      'a snapshot of Binance',
      BOOKS.snapshot,
      [2, 3],
      { format: 'ms', columns: ['timestamp'] },
      { quantity: 'qty', snapshot: 'update_type' },
      [5, 4, 6, 7],
    ],
    [
      'a change of Binance',
      BOOKS.update,
      [2, 3],
      { format: 'ms', columns: ['timestamp'] },
      { quantity: 'qty', snapshot: 'update_type' },
      [5, 4, 6, 7],
    ],
  ] as const)('%s', async (_, file, scales, time, more, [flag, side, price, quantity]) => {
    const table = { time, columns: { side: 'side', price: 'price', ...more } };
    const events = await read(folderOf([{ files: [file], kind: 'book', table, scales }]), 'book');
    const rows = headed(file);
    const times = new Set(rows.map((cells) => cells[file === BOOKS.tardis ? 2 : 1]));
    expect(events).toHaveLength(times.size);
    const levels = (sides: readonly string[]): unknown[] =>
      rows
        .filter((cells) => sides.includes(cells[side]))
        .map((cells) => [units(cells[price], scales[0]), units(cells[quantity], scales[1])]);
    const told = (name: 'bids' | 'asks'): unknown[] =>
      events.flatMap((event) => ('bids' in event ? event[name].map(([at, held]) => [at, held]) : []));
    const byPrice = (list: unknown[]): unknown[] => (list as number[][]).toSorted((a, b) => a[0] - b[0]);
    expect(byPrice(told('bids'))).toEqual(byPrice(levels(['b', 'bid'])));
    expect(byPrice(told('asks'))).toEqual(byPrice(levels(['a', 'ask'])));
    const snapshot = ['true', 'snap'].includes(rows[0][flag]);
    expect(events[0]).toMatchObject({ kind: snapshot ? 'book-snapshot' : 'book-delta', venueSequence: 1 });
  });
});

const TRADES = 'freqtrade-testdata/XRP_ETH-trades.json.gz';
const MINUTES = 'freqtrade-testdata/XRP_ETH-1m.feather';
const FIVE = 'freqtrade-testdata/XRP_ETH-5m.feather';

describeWithData('trades in JSON and bars in feather, of one pair', [TRADES, MINUTES, FIVE], () => {
  const bars = {
    time: { columns: ['date'], format: 'ns' },
    columns: { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
  };
  const folder = (): string =>
    tableFolder(
      {
        instruments: [
          {
            ...INSTRUMENT,
            symbol: 'XRPETH',
            tickSize: '0.00000001',
            lotSize: '1',
            tables: [
              {
                kind: 'trade',
                files: ['trades.json.gz'],
                time: { columns: [0], format: 'ms' },
                columns: { id: 1, side: 3, price: 4, quantity: 5 },
              },
              { kind: 'bar-1m', files: ['1m.feather'], ...bars },
              { kind: 'bar-5m', files: ['5m.feather'], ...bars },
            ],
          },
        ],
      },
      {},
      { 'trades.json.gz': data(TRADES), '1m.feather': data(MINUTES), '5m.feather': data(FIVE) },
    );

  it('the trades are those of the file', async () => {
    const trades = (await read(folder(), 'trade', 'usa/XRPETH')) as Trade[];
    const rows = [...raw(TRADES).matchAll(/\[(\d+),"(\d+)",null,"(buy|sell)",([\d.e-]+),(\d+)\.0,/g)];
    expect(trades).toHaveLength(rows.length);
    const wrong = rows.filter(([, ms, id, side, price, amount], at) => {
      const trade = trades[at];
      return (
        trade.us !== Number(ms) * 1_000 ||
        trade.tradeId !== id ||
        trade.aggressor !== side.toUpperCase() ||
        trade.price !== units(price, 8) ||
        trade.quantity !== Number(amount)
      );
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['bar-1m', 60, 2_469],
    ['bar-5m', 300, 706],
  ] as const)('they regroup to its %s exactly', async (kind, seconds, count) => {
    const dataRoot = folder();
    const trades = (await read(dataRoot, 'trade', 'usa/XRPETH')) as Trade[];
    const builder = timeBars(seconds * 1_000_000);
    const built = [...trades.flatMap((trade) => builder.add(trade)), ...builder.flush(Infinity)];
    const stored = (await read(dataRoot, kind, 'usa/XRPETH')) as Bar[];
    expect(stored).toHaveLength(count);
    expect(built.map((bar) => ({ ...bar, trades: -1 }))).toEqual(stored);
  });
});
