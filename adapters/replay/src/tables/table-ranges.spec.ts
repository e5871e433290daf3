import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent, StreamKind } from '@bourseworks/domain';
import { ask } from '../test/recorded.js';
import { INSTRUMENT, tableFolder } from '../test/table-folder.js';

const S = 1_000_000;
const time = { columns: ['t'], format: 's' };
const table = (kind: StreamKind, columns: object) => ({ kind, files: [`${kind}.csv`], time, columns });
const dataRoot = tableFolder(
  {
    instruments: [
      {
        ...INSTRUMENT,
        tables: [
          table('trade', { price: 'p', quantity: 'q' }),
          table('bar-1m', { open: 'p', high: 'p', low: 'p', close: 'p' }),
          table('book', { side: 's', price: 'p', quantity: 'q', snapshot: 'x' }),
        ],
      },
    ],
  },
  {
    'trade.csv': 't,p,q\n10,1,1\n20.000000001,2,1\n20.5,3,1\n40,4,1\n',
    'bar-1m.csv': 't,p\n60,1\n120,2\n240,4\n',
    'book.csv': 't,s,p,q,x\n10,bid,1,5,1\n10,ask,2,5,1\n20,bid,1,0,0\n20,bid,1.5,7,0\n30,ask,2,6,0\n',
  },
);
const read = async (kind: StreamKind, fromS: number, toS: number) =>
  ask({ dataRoot, key: 'usa/ABC', kind, fromUs: fromS * S, toUs: toS * S });
const prices = (events: readonly MarketDataEvent[]): unknown[] =>
  events.map((event) =>
    event.kind === 'trade' ? event.price / 100 : event.kind === 'bar' ? event.open / 100 : event.kind,
  );

describe('a range of a table', () => {
  it('has its beginning, not its end, to the nanosecond of the file', async () => {
    const { events } = await read('trade', 20, 40);
    expect(prices(events)).toEqual([2, 3]);
    expect(events[0]).toMatchObject({ us: 20 * S, ns: 1 });
  });

  it('has the bars that end by its end', async () => {
    expect(prices((await read('bar-1m', 60, 180)).events)).toEqual([1, 2]);
    expect(prices((await read('bar-1m', 61, 179)).events)).toEqual([]);
  });

  it('within the data may be empty; before and behind them there is no history', async () => {
    const quiet = await read('trade', 25, 30);
    expect([quiet.events, quiet.error]).toEqual([[], undefined]);
    for (const [from, to] of [
      [0, 10],
      [41, 50],
    ])
      expect((await read('trade', from, to)).error).toMatchObject({ code: 'HISTORY_NOT_FOUND' });
  });

  it('of a book begins with what stood then', async () => {
    const { events } = await read('book', 25, 40);
    expect(events).toMatchObject([
      { kind: 'book-snapshot', us: 25 * S, venueSequence: 2, bids: [[150, 7]], asks: [[200, 5]] },
      { kind: 'book-delta', us: 30 * S, venueSequence: 3, asks: [[200, 6]] },
    ]);
    expect(prices((await read('book', 0, 25)).events)).toEqual(['book-snapshot', 'book-delta']);
    expect((await read('book', 22, 25)).events).toMatchObject([{ kind: 'book-snapshot', us: 22 * S }]);
  });
});
