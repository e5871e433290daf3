import { describe, expect, it } from '@jest/globals';
import {
  defineInstrument,
  expectOk,
  NO_INSTRUCTIONS,
  type Bar,
  type ExecutionReport,
  type OrderTerms,
} from '@bourseworks/domain';
import { PaperBroker } from './paper-broker.js';

const MINUTE = 60_000_000;
const START = Date.UTC(2020, 0, 1, 12) * 1_000;
const instrument = expectOk(
  defineInstrument({
    venue: 'coinbase',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

const stop = (side: 'BUY' | 'SELL', stopPrice: number, price = 0): OrderTerms => ({
  side,
  type: price === 0 ? 'STOP' : 'STOP_LIMIT',
  timeInForce: 'GTC',
  quantity: 10,
  price,
  instructions: { ...NO_INSTRUCTIONS, stopPrice },
});

/** Prices of a bar: open, high, low. */
type Prices = readonly [open: number, high: number, low: number];

function bar(minute: number, [open, high, low]: Prices): Bar {
  const startUs = START + minute * MINUTE;
  const times = { startUs, endUs: startUs + MINUTE };
  return { kind: 'bar', ...times, open, high, low, close: open, volume: 1, trades: -1 };
}

async function venue() {
  const loadInstruments = () => Promise.resolve([instrument]);
  const broker = new PaperBroker({ name: 'replay', feeRate: '0', loadInstruments });
  const reports: ExecutionReport[] = [];
  await broker.connect({ report: (report) => void reports.push(report), link: () => undefined });
  broker.onBar(instrument, bar(0, [1_000, 1_010, 990]));
  return { broker, reports };
}

/** What is reported of an order over bars: `price at minute` for a fill. */
async function life(terms: OrderTerms, ...bars: Prices[]): Promise<string[]> {
  const { broker, reports } = await venue();
  broker.submit({ clOrdId: 'o', account: 'SIM', instrument, terms, sentUs: START });
  bars.forEach((prices, n) => broker.onBar(instrument, bar(n + 1, prices)));
  return reports.map(({ execType, lastPx, us, triggered }) => {
    const at = (us - START) / MINUTE;
    return execType === 'Trade' ? `${lastPx ?? 0} at ${at}` : `${execType}${triggered === true ? `! at ${at}` : ''}`;
  });
}

describe('stops of the paper broker on bars', () => {
  it.each<[string, OrderTerms, Prices[], string[]]>([
    ['waits while the trigger is not reached', stop('BUY', 1_020), [[1_000, 1_019, 990]], ['New']],
    [
      'fills at the trigger, at the end of the bar',
      stop('BUY', 1_020),
      [[1_000, 1_030, 990]],
      ['New', 'Restated! at 2', '1020 at 2'],
    ],
    [
      'fills at an open beyond the trigger',
      stop('BUY', 1_020),
      [[1_050, 1_060, 990]],
      ['New', 'Restated! at 1', '1050 at 1'],
    ],
    ['is mirrored for sales', stop('SELL', 980), [[1_000, 1_010, 970]], ['New', 'Restated! at 2', '980 at 2']],
    [
      'keeps a stop-limit to its limit, which the next bar may give',
      stop('BUY', 1_020, 1_015),
      [
        [1_000, 1_030, 990],
        [1_014, 1_030, 1_000],
      ],
      ['New', 'Restated! at 2', '1014 at 2'],
    ],
    [
      'fills a stop-limit at its trigger',
      stop('SELL', 980, 975),
      [[1_000, 1_010, 970]],
      ['New', 'Restated! at 2', '980 at 2'],
    ],
  ])('%s', async (_what, terms, bars, expected) => {
    expect(await life(terms, ...bars)).toEqual(expected);
  });

  it('ends a GTD order with the first event at its time', async () => {
    const goodTillUs = START + 2 * MINUTE;
    const terms = { ...stop('BUY', 1_020), timeInForce: 'GTD' } as const;
    const gtd = { ...terms, instructions: { ...NO_INSTRUCTIONS, stopPrice: 1_020, goodTillUs } };
    const flat: Prices = [1_000, 1_010, 990];
    expect(await life(gtd, flat)).toEqual(['New']);
    expect(await life(gtd, flat, flat)).toEqual(['New', 'Expired']);
  });

  it('triggers on the side of a book that it would trade against', async () => {
    const { broker, reports } = await venue();
    broker.submit({ clOrdId: 'o', account: 'SIM', instrument, terms: stop('BUY', 1_020), sentUs: START });
    const book = (ask: number, venueSequence: number) =>
      broker.onBook(instrument, {
        kind: 'book-snapshot',
        us: START + MINUTE + venueSequence,
        ns: 0,
        venueSequence,
        bids: [[ask - 10, 50]],
        asks: [
          [ask, 4],
          [ask + 5, 50],
        ],
      });
    book(1_019, 1);
    expect(reports.map(({ execType }) => execType)).toEqual(['New']);
    book(1_025, 2);
    expect(reports.map(({ execType, lastPx, lastQty }) => [execType, lastPx, lastQty])).toEqual([
      ['New', undefined, undefined],
      ['Restated', undefined, undefined],
      ['Trade', 1_025, 4],
      ['Trade', 1_030, 6],
    ]);
  });

  it('refuses a stop without a trigger', async () => {
    expect(await life(stop('BUY', 0))).toEqual(['Rejected']);
  });
});
