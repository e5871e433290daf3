import { expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import type { ExecutionReport } from '@bourseworks/domain';
import { RECORDED, recorded, recordedById } from '../../test/recorded.js';
import { ChainBook } from '../broker/chain-book.js';
import { Listings } from '../broker/listings.js';
import { hear } from '../broker/order-reports.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { parseAccount, parseAsset, parseAssets, parseFills, parsePosition, parsePositions } from './account.parse.js';
import { fields, type Raw } from './fields.js';
import { parseOrder, parseOrders } from './order.parse.js';
import { parseStreamMessage } from './trade-update.parse.js';

const json = (raw: string): unknown => JSON.parse(raw);

/** What the adapter reports of a message that comes out of nowhere, as the first after a restart does. */
function reportsOf(raw: string): readonly ExecutionReport[] {
  const message = parseStreamMessage(fields.parseObject(raw));
  if (message.stream !== 'trade_updates') return [];
  const { order } = message.update;
  const instrument = new Listings().of(order.symbol, order.assetClass);
  if (instrument === undefined) throw new Error(`no instrument ${order.symbol}`);
  return hear(new ChainBook().see(order, instrument), message.update).reports;
}

/** Answers of other kinds that are read, by what they have. */
const IS_READ: readonly ((raw: Raw) => boolean)[] = [
  (asset) => 'fractionable' in asset,
  (activity) => activity['activity_type'] === 'FILL',
  (closed) => typeof closed['body'] === 'object',
  (page) => 'corporate_actions' in page,
];
/** Market data of the last moment, which the spec of market data reads. */
const isPoint = (raw: Raw): boolean => JSON.stringify(raw).includes('"latestTrade"') || typeof raw['t'] === 'string';
/** Never asked for. Taken for what is, they are refused. */
const NOT_ASKED: Readonly<Record<string, readonly string[]>> = {
  'prices of bonds': ['0033', '0034'],
  'a part of an asset, and an error': ['0042', '0043'],
  'settings of an account': ['0076', '0188'],
  'announcements, fees and dividends': ['0079', '0156', '0187'],
  options: ['0080', '0081', '0082'],
  'orders that were cancelled together': ['0085'],
  news: ['0112', '0166'],
  'clock and calendar': ['0191', '0192'],
  'bodies of questions': ['0193', '0194', '0195', '0196', '0216'],
};

describeWithData('recorded messages of the trading interface', [RECORDED], () => {
  it('are each accounted for, and refused where they are none of ours', () => {
    const refusal = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;
    const notAsked: string[] = [];
    for (const { id, raw } of recorded((kind) => /^rest:(?:other|clock|error)$/.test(kind))) {
      const answer = json(raw);
      const [first] = [answer].flat();
      if (typeof first === 'object' && [isPoint, ...IS_READ].some((is) => is(first as Raw))) continue;
      notAsked.push(id);
      for (const parse of [parseOrder, parseOrders, parseAccount, parseAsset, parseAssets, parsePositions, parseFills])
        expect(() => parse(answer)).toThrow(refusal);
    }
    const known = Object.values(NOT_ASKED).flat();
    expect(notAsked.sort()).toEqual(known.map((id) => `alpaca-${id}`).sort());
  });

  it('may have fields that nobody knows', () => {
    const more = (raw: unknown): Raw => ({ news: { of: ['tomorrow'] }, ...(raw as Raw), price_before: null });
    const same = (kind: string, parse: (raw: unknown) => unknown): void => {
      const raws = recorded((one) => one === kind).map(({ raw }) => json(raw));
      expect(raws.length).toBeGreaterThan(0);
      for (const raw of raws) expect(parse(more(raw))).toEqual(parse(raw));
    };
    same('rest:order', parseOrder);
    same('rest:account', parseAccount);
    same('rest:position', parsePosition);
    for (const { raw } of recorded((kind) => kind.startsWith('trading-stream:'))) {
      const message = fields.parseObject(raw);
      const data = message['data'] as Raw;
      const order = 'order' in data && { order: more(data['order']) };
      const strange = more({ ...message, data: more({ ...data, ...order }) });
      expect(parseStreamMessage(strange)).toEqual(parseStreamMessage(message));
    }
  });

  it('are parsed, each message of the stream', () => {
    const messages = recorded((kind) => kind.startsWith('trading-stream:'));
    expect(messages.length).toBeGreaterThanOrEqual(6);
    const streams = messages.map(({ raw }) => parseStreamMessage(fields.parseObject(raw)).stream);
    expect(streams.filter((stream) => stream === 'other')).toEqual([]);
    expect(new Set(streams)).toEqual(new Set(['authorization', 'listening', 'trade_updates']));
  });

  it('become reports: the fill and the new order that were recorded', () => {
    expect(reportsOf(recordedById('alpaca-0155'))).toEqual([
      {
        clOrdId: '4642fd68-d59a-47d7-a9ac-e22f536828d1',
        venueOrderId: 'a5be8f5e-fdfa-41f5-a644-7a74fe947a8f',
        execId: 'a5be8f5e-fdfa-41f5-a644-7a74fe947a8f:1790.86',
        execType: 'Trade',
        ordStatus: 'Filled',
        lastQty: 1_790_860_000_000,
        lastPx: 105_898_847_500,
        cumQty: 1_790_860_000_000,
        leavesQty: 0,
        us: Date.parse('2022-04-19T17:45:05.024Z') * 1_000 + 916,
        ns: 716,
      },
    ]);
    expect(reportsOf(recordedById('alpaca-0202'))).toMatchObject([
      { execType: 'New', ordStatus: 'New', execId: '', cumQty: 0, leavesQty: 1_000_000_000 },
    ]);
  });

  it('are parsed, each order, account, position, asset and fill', () => {
    const raws = (kind: string) => recorded((one) => one === kind).map(({ raw }) => json(raw));
    for (const raw of raws('rest:order')) expect(parseOrder(raw).side).toMatch(/^(BUY|SELL)$/);
    for (const raw of raws('rest:orders')) expect(parseOrders(raw)).toHaveLength(1);
    for (const raw of raws('rest:account')) expect(fields.moneyOf(parseAccount(raw).cash)).not.toBe(0n);
    for (const raw of raws('rest:position')) expect(parsePositions([raw])).toHaveLength(1);
    for (const raw of raws('rest:positions')) expect(parsePositions(raw)[0]).toMatchObject({ quantity: '5' });
    const others = raws('rest:other')
      .flat()
      .filter((raw): raw is Raw => typeof raw === 'object' && raw !== null);
    const assets = others.filter((raw) => 'fractionable' in raw);
    expect(parseAssets(assets).length).toBeGreaterThanOrEqual(5);
    for (const raw of assets) expect(toInstrument(parseAsset(raw)).venue).toBe('alpaca');
    const fills = others.filter((raw) => raw['activity_type'] === 'FILL');
    expect(parseFills(fills)).toMatchObject([{ cumQuantity: '1.5', quantity: '1', price: '1.63' }]);
    const closed = others.map(({ body }) => body).filter((body) => 'client_order_id' in ((body ?? {}) as Raw));
    expect(closed.map(parseOrder)).toMatchObject([{ symbol: 'BTC/USD', side: 'SELL', status: 'pending_new' }]);
  });

  it('give the instruments that were recorded', () => {
    expect(toInstrument(parseAsset(json(recordedById('alpaca-0157'))))).toMatchObject({
      key: 'alpaca/BTCUSD',
      base: 'BTC',
      currency: 'USD',
      tickSize: 1_000_000_000,
      lotSize: 100_000,
      minQuantity: 100_000,
    });
    const stock = parseAsset(json(recordedById('alpaca-0044')));
    expect(toInstrument(stock)).toMatchObject({ tickSize: 10_000_000, lotSize: 1 });
    expect(toInstrument({ ...stock, fractionable: false }, true)).toMatchObject({
      tickSize: 100_000,
      lotSize: 1_000_000_000,
    });
  });
});
