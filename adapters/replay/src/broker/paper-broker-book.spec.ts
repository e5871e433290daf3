import { describe, expect, it } from '@jest/globals';
import {
  defineInstrument,
  expectOk,
  type BookLevel,
  type ExecutionReport,
  type OrderTerms,
  type Side,
  type StreamKind,
  type TimeInForce,
} from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';
import { PaperBroker } from './paper-broker.js';

const START = Date.UTC(2024, 7, 8, 23, 54) * 1_000;
const DAY = 86_400_000_000;
const listed = (lotSize: string) =>
  expectOk(
    defineInstrument({
      venue: 'binance',
      symbol: 'BTCUSDT',
      assetClass: 'crypto',
      currency: 'USDT',
      tickSize: '0.01',
      lotSize,
      qtyScale: 5,
    }),
  );

const order = (
  side: Side,
  quantity: number,
  price?: number,
  timeInForce: TimeInForce = price === undefined ? 'IOC' : 'GTC',
): OrderTerms => ({ side, type: price === undefined ? 'MARKET' : 'LIMIT', timeInForce, quantity, price: price ?? 0 });

async function venue(kinds: StreamKind[] = ['book', 'bar-1s'], lotSize = '0.00001') {
  const instrument = listed(lotSize);
  const broker = new PaperBroker({
    name: 'replay',
    feeRate: '0.001',
    loadInstruments: () => Promise.resolve([instrument]),
    quotesFill: () => true,
  });
  const reports: ExecutionReport[] = [];
  await broker.connect({ report: (report) => void reports.push(report), link: () => undefined });
  broker.onStreams(kinds.map((kind) => ({ instrument, kind })));
  let sequence = 0;
  let us = START;
  const asOrder = (clOrdId: string, terms: OrderTerms): BrokerOrder => ({
    clOrdId,
    account: 'A',
    instrument,
    terms,
    sentUs: us,
  });
  const event = (kind: 'book-snapshot' | 'book-delta', bids: BookLevel[], asks: BookLevel[]) =>
    broker.onBook(instrument, { kind, us: (us += 100_000), ns: 0, venueSequence: ++sequence, bids, asks });
  return {
    broker,
    instrument,
    reports,
    asOrder,
    submit: (clOrdId: string, terms: OrderTerms) => broker.submit(asOrder(clOrdId, terms)),
    snapshot: (bids: BookLevel[], asks: BookLevel[]) => event('book-snapshot', bids, asks),
    delta: (bids: BookLevel[], asks: BookLevel[]) => event('book-delta', bids, asks),
    lose: () => void sequence++,
    wait: (more: number) => void (us += more),
    quote: (bid: number, bidQuantity: number, ask: number, askQuantity: number) =>
      broker.onQuote(instrument, {
        kind: 'quote',
        us: (us += 1_000),
        ns: 0,
        bidPrice: bid,
        bidQuantity,
        askPrice: ask,
        askQuantity,
      }),
    bar: (open: number) =>
      broker.onBar(instrument, {
        kind: 'bar',
        startUs: us,
        endUs: us + 1_000_000,
        open,
        high: open + 50,
        low: open - 50,
        close: open,
        volume: 1,
        trades: 1,
      }),
    /** What was reported after `New`: fills as price x quantity, other reports by name. */
    came: () =>
      reports
        .filter(({ execType }) => execType !== 'New')
        .map(({ clOrdId, execType, lastPx, lastQty }) =>
          execType === 'Trade' ? `${clOrdId} ${lastPx}x${lastQty}` : `${clOrdId} ${execType}`,
        ),
  };
}

const BIDS: BookLevel[] = [
  [1_000, 5],
  [999, 7],
];
const ASKS: BookLevel[] = [
  [1_002, 3],
  [1_003, 4],
  [1_005, 9],
];

describe('PaperBroker on a book', () => {
  it('never fills an order on what was shown before it came', async () => {
    const { submit, snapshot, delta, came } = await venue();
    snapshot(BIDS, ASKS);
    submit('a', order('BUY', 1));
    expect(came()).toEqual([]);
    delta(
      [],
      [
        [1_002, 0],
        [1_003, 0],
      ],
    );
    expect(came()).toEqual(['a 1005x1']);
  });

  it('walks the levels: one fill each, an exact sum, one fee a fill', async () => {
    const { reports, submit, snapshot, came } = await venue();
    submit('a', order('BUY', 10));
    submit('b', order('SELL', 6));
    snapshot(BIDS, ASKS);
    expect(came()).toEqual(['a 1002x3', 'a 1003x4', 'a 1005x3', 'b 1000x5', 'b 999x1']);
    const fills = reports.filter(({ clOrdId, execType }) => clOrdId === 'a' && execType === 'Trade');
    expect(fills.map(({ execId, ordStatus, cumQty, leavesQty }) => [execId, ordStatus, cumQty, leavesQty])).toEqual([
      ['a.1', 'PartiallyFilled', 3, 7],
      ['a.2', 'PartiallyFilled', 7, 3],
      ['a.3', 'Filled', 10, 0],
    ]);
    // 10.02 x 0.00003 x 0.001 = 3.006e-7, rounded up to 3.1e-7.
    expect(fills[0].fee).toBe(310_000_000_000n);
    expect(fills[0].feeCurrency).toBe('USDT');
  });

  it('lets a limit order rest that the book does not reach, then fills it at its limit for what is shown', async () => {
    const { submit, snapshot, delta, came } = await venue();
    submit('a', order('BUY', 8, 1_001));
    snapshot(BIDS, ASKS);
    delta([], [[1_002, 1]]);
    expect(came()).toEqual([]);
    delta([], [[1_000, 0]]);
    delta(
      [
        [1_000, 0],
        [999, 0],
        [990, 1],
      ],
      [
        [1_001, 2],
        [998, 3],
      ],
    );
    expect(came()).toEqual(['a 1001x5']);
    // The rest stays, at the same limit.
    delta([], [[1_001, 9]]);
    expect(came()).toEqual(['a 1001x5', 'a 1001x3']);
  });

  it('takes what a limit allows on arrival and rests with the remainder', async () => {
    const { submit, snapshot, delta, came } = await venue();
    submit('a', order('SELL', 20, 999));
    snapshot(BIDS, ASKS);
    expect(came()).toEqual(['a 1000x5', 'a 999x7']);
    delta([[1_001, 4]], []);
    expect(came().at(-1)).toBe('a 999x4');
  });

  it('gives the same quantity of a level away once, until the recording states it anew', async () => {
    const { submit, snapshot, delta, came } = await venue();
    submit('a', order('BUY', 3, 1_002));
    submit('b', order('BUY', 2, 1_002));
    snapshot(BIDS, ASKS);
    delta([[1_000, 6]], []);
    expect(came()).toEqual(['a 1002x3']);
    delta([], [[1_002, 1]]);
    expect(came()).toEqual(['a 1002x3', 'b 1002x1']);
  });

  it('serves those who wait before those who come, the better limit first', async () => {
    const { submit, snapshot, delta, came } = await venue();
    submit('low', order('BUY', 2, 1_000));
    submit('high', order('BUY', 2, 1_001));
    snapshot(BIDS, ASKS);
    submit('late', order('BUY', 5));
    delta(
      [
        [1_000, 0],
        [999, 0],
      ],
      [[1_000, 3]],
    );
    expect(came()).toEqual(['high 1001x2', 'low 1000x1', 'late 1002x3', 'late 1003x2']);
  });

  it('decides IOC and FOK on the first known book', async () => {
    const { submit, snapshot, came } = await venue();
    submit('ioc', order('BUY', 10, 1_002, 'IOC'));
    submit('none', order('BUY', 1, 1_001, 'IOC'));
    submit('fok', order('SELL', 13, undefined, 'FOK'));
    submit('whole', order('SELL', 12, undefined, 'FOK'));
    snapshot(BIDS, ASKS);
    expect(came()).toEqual(['ioc 1002x3', 'ioc Expired', 'none Expired', 'fok Expired', 'whole 1000x5', 'whole 999x7']);
  });

  it('does not fill before a snapshot, in a gap, or while the book is crossed', async () => {
    const { submit, snapshot, delta, lose, came } = await venue();
    submit('a', order('BUY', 1, 1_010));
    submit('ioc', order('BUY', 1));
    delta([], [[1_000, 5]]);
    expect(came()).toEqual([]);
    // So says a feed that it has lost the book.
    snapshot([], []);
    expect(came()).toEqual([]);
    snapshot(BIDS, []);
    expect(came()).toEqual(['ioc Expired']);
    lose();
    delta([], [[1_002, 5]]);
    delta([], [[1_002, 5]]);
    snapshot([[1_003, 1]], [[1_002, 5]]);
    expect(came()).toEqual(['ioc Expired']);
    delta([[1_003, 0]], []);
    // It had met a book without a seller: it waits, and is filled at its limit.
    expect(came()).toEqual(['ioc Expired', 'a 1010x1']);
  });

  it('fills whole lots, though a level holds a part of one', async () => {
    const { submit, snapshot, came } = await venue(['book'], '0.00002');
    submit('a', order('BUY', 10));
    snapshot(BIDS, ASKS);
    expect(came()).toEqual(['a 1002x2', 'a 1003x4', 'a 1005x4']);
  });

  it('does not take a repeated delta for news', async () => {
    const { broker, instrument, submit, snapshot, came } = await venue();
    snapshot(BIDS, ASKS);
    submit('a', order('BUY', 1));
    broker.onBook(instrument, { kind: 'book-delta', us: START, ns: 0, venueSequence: 1, bids: [], asks: [[900, 1]] });
    expect(came()).toEqual([]);
  });

  it('fills on the book alone when there is one, whatever bars and quotes say', async () => {
    const { submit, snapshot, bar, quote, came } = await venue(['bar-1s', 'book', 'quote']);
    submit('a', order('BUY', 1));
    bar(1_000);
    quote(999, 5, 1_001, 5);
    expect(came()).toEqual([]);
    snapshot(BIDS, ASKS);
    expect(came()).toEqual(['a 1002x1']);
  });

  it('fills on quotes that are ticks, for what they show, before bars', async () => {
    const { submit, bar, quote, came } = await venue(['bar-1s', 'quote']);
    submit('a', order('BUY', 5, 1_001));
    bar(1_000);
    quote(999, 5, 1_001, 3);
    // The bid changed, the ask did not: the same three are not sold twice.
    quote(998, 5, 1_001, 3);
    expect(came()).toEqual(['a 1001x3']);
    quote(998, 5, 0, 0);
    quote(998, 5, 1_001, 3);
    expect(came()).toEqual(['a 1001x3', 'a 1001x2']);
  });

  it('fills on bars again in a run that has nothing better', async () => {
    const { broker, instrument, submit, bar, snapshot, came } = await venue();
    snapshot(BIDS, ASKS);
    broker.onStreams([{ instrument, kind: 'bar-1s' }]);
    submit('a', order('BUY', 1));
    bar(1_004);
    expect(came()).toEqual(['a 1004x1']);
  });

  it('expires what is left of a DAY order on the next day', async () => {
    const { submit, snapshot, delta, wait, came } = await venue();
    submit('a', order('BUY', 9, 1_002, 'DAY'));
    snapshot(BIDS, ASKS);
    wait(DAY);
    delta([], [[1_002, 50]]);
    expect(came()).toEqual(['a 1002x3', 'a Expired']);
  });

  it('cancels and replaces an order that is filled in part', async () => {
    const { broker, reports, submit, asOrder, snapshot, delta, came } = await venue();
    submit('a', order('BUY', 9, 1_002));
    snapshot(BIDS, ASKS);
    broker.replace(asOrder('a', order('BUY', 9, 1_002)), 'r1', order('BUY', 3, 1_002));
    expect(reports.at(-1)).toMatchObject({ execType: 'ReplaceRejected', code: 'ORDER_KEPT', cumQty: 3 });
    broker.replace(asOrder('a', order('BUY', 9, 1_002)), 'r2', order('BUY', 6, 1_004));
    expect(reports.at(-1)).toMatchObject({ execType: 'Replaced', ordStatus: 'PartiallyFilled', leavesQty: 3 });
    // With its new terms it comes to the market anew: the price of the level, not its limit.
    delta([], [[1_003, 1]]);
    expect(came().at(-1)).toBe('r2 1003x1');
    broker.cancel(asOrder('r2', order('BUY', 6, 1_004)), 'c');
    expect(reports.at(-1)).toMatchObject({ execType: 'Canceled', ordStatus: 'Canceled', cumQty: 4, leavesQty: 0 });
    expect(await broker.openOrders('A')).toEqual([]);
  });

  it('leaves what is no tick alone', async () => {
    const instrument = listed('0.00001');
    const broker = new PaperBroker({ name: 'r', feeRate: '0', loadInstruments: () => Promise.resolve([instrument]) });
    const types: string[] = [];
    await broker.connect({ report: ({ execType }) => void types.push(execType), link: () => undefined });
    broker.onStreams([{ instrument, kind: 'quote' }]);
    broker.submit({ clOrdId: 'a', account: 'A', instrument, terms: order('BUY', 1), sentUs: START });
    broker.onQuote(instrument, {
      kind: 'quote',
      us: START,
      ns: 0,
      bidPrice: 1,
      bidQuantity: 9,
      askPrice: 2,
      askQuantity: 9,
    });
    expect(types).toEqual(['New']);
  });
});
