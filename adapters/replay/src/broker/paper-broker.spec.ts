import { describe, expect, it } from '@jest/globals';
import {
  defineInstrument,
  expectOk,
  parseMoney,
  type Bar,
  type ExecutionReport,
  type OrderTerms,
  type TimeInForce,
} from '@bourseworks/domain';
import { isMarketDataDriven, type BrokerOrder } from '@bourseworks/ports';
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
    lotSize: '0.00000001',
  }),
);
const BTC = 100_000_000;

const market: OrderTerms = { side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: BTC, price: 0 };
const limit = (side: 'BUY' | 'SELL', price: number, timeInForce: TimeInForce = 'GTC'): OrderTerms => ({
  side,
  type: 'LIMIT',
  timeInForce,
  quantity: BTC,
  price,
});

function bar(minute: number, prices: Partial<Bar> = {}): Bar {
  const startUs = START + minute * MINUTE;
  return {
    kind: 'bar',
    startUs,
    endUs: startUs + MINUTE,
    open: 1_000,
    high: 1_010,
    low: 990,
    close: 1_005,
    volume: 1,
    trades: -1,
    ...prices,
  };
}

async function venue(feeRate = '0.001') {
  const broker = new PaperBroker({ name: 'replay', feeRate, loadInstruments: () => Promise.resolve([instrument]) });
  const reports: ExecutionReport[] = [];
  await broker.connect({ report: (report) => void reports.push(report), link: () => undefined });
  const order = (clOrdId: string, terms: OrderTerms): BrokerOrder => ({
    clOrdId,
    account: 'SIM',
    instrument,
    terms,
    sentUs: START,
  });
  const submit = (clOrdId: string, terms: OrderTerms): void => broker.submit(order(clOrdId, terms));
  const types = (): string[] => reports.map((report) => `${report.clOrdId} ${report.execType}`);
  return { broker, reports, order, submit, types, last: () => reports[reports.length - 1] };
}

describe('PaperBroker', () => {
  it('fills a market order at the open of the next bar, at the time of that open', async () => {
    const { broker, reports, submit } = await venue();
    broker.onBar(instrument, bar(0));
    submit('a', market);
    expect(reports).toEqual([
      expect.objectContaining({
        execType: 'New',
        ordStatus: 'New',
        venueOrderId: 'replay-1',
        us: START + MINUTE,
        leavesQty: BTC,
      }),
    ]);
    broker.onBar(instrument, bar(1, { open: 1_007 }));
    expect(reports[1]).toMatchObject({
      clOrdId: 'a',
      execId: 'a.1',
      execType: 'Trade',
      ordStatus: 'Filled',
      lastQty: BTC,
      lastPx: 1_007,
      cumQty: BTC,
      leavesQty: 0,
      us: START + MINUTE,
      feeCurrency: 'USD',
    });
    broker.onBar(instrument, bar(2));
    expect(reports).toHaveLength(2);
  });

  it('takes a fee of 0.1 % of the notional, rounded up to 10^-8 of the currency', async () => {
    const { broker, submit, last } = await venue();
    submit('a', { ...market, quantity: 12_345_678 });
    broker.onBar(instrument, bar(0, { open: 1_007, high: 1_010 }));
    // 10.07 x 0.12345678 x 0.001 = 0.0012432097746 (exact), so 0.00124321.
    expect(last().fee).toBe(expectOk(parseMoney('0.00124321')));
    submit('b', { ...market, side: 'SELL', quantity: BTC });
    broker.onBar(instrument, bar(1));
    expect(last().fee).toBe(expectOk(parseMoney('0.01')));
  });

  it.each([
    ['a buy is touched', limit('BUY', 990), {}, undefined],
    ['a buy is traded through', limit('BUY', 991), {}, { lastPx: 991, us: START + MINUTE }],
    ['a buy is marketable at the open', limit('BUY', 1_020), {}, { lastPx: 1_000, us: START }],
    ['a sale is touched', limit('SELL', 1_010), {}, undefined],
    ['a sale is traded through', limit('SELL', 1_009), {}, { lastPx: 1_009, us: START + MINUTE }],
    ['a sale is marketable at the open', limit('SELL', 900), {}, { lastPx: 1_000, us: START }],
    ['the market gaps over a sale', limit('SELL', 1_050), { open: 1_100, high: 1_100 }, { lastPx: 1_100, us: START }],
  ])('limit order when %s', async (_, terms, prices, fill) => {
    const { broker, submit, last } = await venue();
    submit('a', terms);
    broker.onBar(instrument, bar(0, prices));
    if (fill === undefined) expect(last().execType).toBe('New');
    else expect(last()).toMatchObject({ execType: 'Trade', ...fill });
  });

  it.each(['IOC', 'FOK'] as const)('%s is decided at the next open', async (timeInForce) => {
    const { broker, submit, types } = await venue();
    submit('a', limit('BUY', 995, timeInForce));
    submit('b', limit('BUY', 1_000, timeInForce));
    broker.onBar(instrument, bar(0));
    expect(types()).toEqual(['a New', 'b New', 'a Expired', 'b Trade']);
  });

  it('a DAY order lives through the day of its first bar', async () => {
    const { broker, submit, types } = await venue();
    submit('a', limit('BUY', 900, 'DAY'));
    broker.onBar(instrument, bar(0));
    broker.onBar(instrument, bar(11 * 60 + 59));
    expect(types()).toEqual(['a New']);
    broker.onBar(instrument, bar(12 * 60, { open: 900, low: 800 }));
    expect(types()).toEqual(['a New', 'a Expired']);
  });

  it('an order made by a report is not filled by the same bar', async () => {
    const { broker, reports, submit, order } = await venue();
    submit('a', market);
    await broker.connect({
      report: (report) => {
        reports.push(report);
        if (report.execType === 'Trade' && report.clOrdId === 'a') broker.submit(order('b', market));
      },
      link: () => undefined,
    });
    broker.onBar(instrument, bar(0));
    expect(reports.map((report) => report.execType)).toEqual(['New', 'Trade', 'New']);
  });

  it('cancels, and says when it is too late or unknown', async () => {
    const { broker, reports, order, submit } = await venue();
    submit('a', market);
    broker.cancel(order('a', market), 'c1');
    broker.cancel(order('a', market), 'c2');
    broker.cancel(order('x', market), 'c3');
    broker.onBar(instrument, bar(0));
    expect(reports.slice(1)).toEqual([
      expect.objectContaining({
        clOrdId: 'c1',
        origClOrdId: 'a',
        execType: 'Canceled',
        ordStatus: 'Canceled',
        leavesQty: 0,
      }),
      expect.objectContaining({
        clOrdId: 'c2',
        origClOrdId: 'a',
        execType: 'CancelRejected',
        code: 'ORDER_CLOSED',
        ordStatus: 'Canceled',
      }),
      expect.objectContaining({ clOrdId: 'c3', origClOrdId: 'x', execType: 'CancelRejected', code: 'ORDER_UNKNOWN' }),
    ]);
  });

  it('replaces in place: later reports carry the new id and terms, the order answers to both', async () => {
    const { broker, reports, order, submit } = await venue();
    submit('a', limit('BUY', 900));
    broker.replace(order('a', limit('BUY', 900)), 'r1', { ...limit('BUY', 1_000), quantity: 5 });
    expect(reports[1]).toMatchObject({
      clOrdId: 'r1',
      origClOrdId: 'a',
      execType: 'Replaced',
      orderQty: 5,
      price: 1_000,
      leavesQty: 5,
    });
    expect(await broker.order('SIM', 'a')).toEqual(await broker.order('SIM', 'r1'));
    expect(await broker.openOrders('SIM')).toHaveLength(1);
    broker.replace(order('r1', limit('BUY', 900)), 'r2', limit('SELL', 1_000));
    expect(reports[2]).toMatchObject({ clOrdId: 'r2', execType: 'ReplaceRejected', code: 'ORDER_KEPT' });
    broker.onBar(instrument, bar(0));
    expect(reports[3]).toMatchObject({ clOrdId: 'r1', execId: 'a.1', execType: 'Trade', lastQty: 5, lastPx: 1_000 });
    expect(await broker.order('SIM', 'a')).toMatchObject({ open: false, cumQty: 5, leavesQty: 0 });
  });

  it('answers a repeated send with the state of the order', async () => {
    const { broker, submit, types, last } = await venue();
    submit('a', market);
    submit('a', market);
    broker.onBar(instrument, bar(0));
    submit('a', market);
    expect(types()).toEqual(['a New', 'a OrderStatus', 'a Trade', 'a OrderStatus']);
    expect(last().ordStatus).toBe('Filled');
  });

  it('rejects what it does not list', async () => {
    const { broker, order, last } = await venue();
    broker.submit({ ...order('a', market), instrument: { ...instrument, key: 'coinbase/X' } });
    expect(last()).toMatchObject({
      execType: 'Rejected',
      ordStatus: 'Rejected',
      code: 'INSTRUMENT_UNKNOWN',
      leavesQty: 0,
    });
  });

  it('answers reconciliation from memory', async () => {
    const { broker, submit } = await venue();
    submit('a', market);
    submit('b', limit('BUY', 900));
    broker.onBar(instrument, bar(3));
    expect(await broker.openOrders('SIM')).toEqual([
      { clOrdId: 'b', venueOrderId: 'replay-2', cumQty: 0, leavesQty: BTC, open: true },
    ]);
    expect(await broker.openOrders('OTHER')).toEqual([]);
    expect(await broker.fillsSince('SIM', START)).toMatchObject([{ execId: 'a.1' }]);
    expect(await broker.fillsSince('SIM', START + 4 * MINUTE)).toEqual([]);
    expect(await broker.order('SIM', 'nothing')).toBeUndefined();
    expect(isMarketDataDriven(broker)).toBe(true);
  });
});
