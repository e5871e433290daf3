import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { data, describeWithData } from '@bourseworks/testkit';
import { advancedDepth, advancedQuote } from './advanced/items.js';
import {
  dataChannelOf,
  itemsOf,
  parseMessage,
  subscriptionsOf,
  type Item,
  type NumberedMessage,
} from './advanced/message.js';
import { parseFrame, timeOf, tradeOf, type Receipt } from './fields.js';
import { parseBars, parseTrades } from './rest/history.js';
import { parseProducts } from './rest/products.js';

const FOLDER = 'nautilus-adapter-messages/coinbase';
const receipt: Receipt = { receivedUs: 1_700_000_000_000_000, receivedNs: 0 };
const scales = { priceScale: 2, qtyScale: 8 };

const text = (file: string): string => readFileSync(data(FOLDER, file), 'utf8');

/** Units by text alone. */
function units(decimal: string, scale: number): number {
  const [whole, fraction = ''] = decimal.split('.');
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`${decimal} at ${scale}`);
  return Number(BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')));
}
const p = (decimal: string): number => units(decimal, scales.priceScale);
const q = (decimal: string): number => units(decimal, scales.qtyScale);
const us = (iso: string): number => {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d{1,6})\d*)?Z$/.exec(iso) ?? [];
  return Date.parse(`${seconds}Z`) * 1_000 + Number(fraction.padEnd(6, '0'));
};

function numbered(file: string): NumberedMessage {
  const message = parseMessage(text(file));
  if (message.kind !== 'numbered') throw new Error(`${file} is an error`);
  return message;
}

function items(file: string): readonly Item[] {
  const message = numbered(file);
  const channel = dataChannelOf(message);
  if (channel === undefined) throw new Error(`${file} has no market data`);
  return itemsOf(channel, message);
}

const EVENTS = ['ws_l2_data_snapshot.json', 'ws_l2_data_update.json', 'ws_market_trades.json', 'ws_ticker.json'];
/** Channels that are not subscribed, or tell no market data: numbered like all others, and passed over. */
const OTHERS = ['ws_candles.json', 'ws_heartbeats.json', 'ws_user.json', 'ws_subscriptions.json'];
/** REST of Advanced Trade, which is not asked: that of Coinbase Exchange is. Taken for answers of that, they are refused. */
const NOT_ASKED = [
  'http_candles.json',
  'http_product.json',
  'http_product_book.json',
  'http_products.json',
  'http_products_future.json',
  'http_ticker.json',
];
/** Orders and accounts: no public data, and none of the adapter's. */
const ELSEWHERE = /accounts|_cfm_|fills|order/;
const filesElsewhere = (): string[] => readdirSync(data(FOLDER)).filter((file) => ELSEWHERE.test(file));

describeWithData('recorded messages of Coinbase', [FOLDER], () => {
  it('are each accounted for', () => {
    const known = new Set([...EVENTS, ...OTHERS, ...NOT_ASKED]);
    const left = readdirSync(data(FOLDER)).filter((file) => !known.has(file) && !ELSEWHERE.test(file));
    expect(left).toEqual([]);
  });

  it('come to trades, whose aggressor is the other side', () => {
    const told = items('ws_market_trades.json');
    expect(told.map(({ product, snapshot }) => [product, snapshot])).toEqual([
      ['BTC-USD', false],
      ['BTC-USD', false],
    ]);
    const common = { kind: 'trade', ns: 0, ...receipt };
    expect(told.map(({ raw }) => tradeOf(raw, scales, receipt))).toEqual([
      {
        ...common,
        us: us('2026-04-07T14:30:02.789012Z'),
        price: p('68900.50'),
        quantity: q('0.00150000'),
        aggressor: 'SELL',
        tradeId: '995098700',
      },
      {
        ...common,
        us: us('2026-04-07T14:30:02.800000Z'),
        price: p('68900.00'),
        quantity: q('0.05000000'),
        aggressor: 'BUY',
        tradeId: '995098701',
      },
    ]);
  });

  it('come to a quote', () => {
    const time = timeOf(numbered('ws_ticker.json').raw, 'timestamp');
    const [{ product, snapshot, raw }] = items('ws_ticker.json');
    expect([product, snapshot]).toEqual(['BTC-USD', true]);
    expect(advancedQuote(raw, time, scales, receipt)).toEqual({
      kind: 'quote',
      us: us('2026-04-07T14:30:03.000000Z'),
      ns: 0,
      ...receipt,
      bidPrice: p('68900.00'),
      bidQuantity: q('1.50000000'),
      askPrice: p('68901.00'),
      askQuantity: q('0.50000000'),
    });
  });

  it('come to a whole book and a change of it', () => {
    const depthOf = (file: string) => {
      const [{ snapshot, product, raw }] = items(file);
      const time = timeOf(numbered(file).raw, 'timestamp');
      return { snapshot, product, ...advancedDepth(raw, time, scales, receipt) };
    };
    const common = { product: 'BTC-USD', ns: 0, ...receipt };
    expect(depthOf('ws_l2_data_snapshot.json')).toEqual({
      ...common,
      snapshot: true,
      us: us('2026-04-07T14:30:00.123456Z'),
      bids: [
        [p('68900.00'), q('1.50000000')],
        [p('68899.50'), q('0.75000000')],
        [p('68899.00'), q('2.30000000')],
      ],
      asks: [
        [p('68901.00'), q('0.50000000')],
        [p('68901.50'), q('1.20000000')],
        [p('68902.00'), q('0.80000000')],
      ],
    });
    expect(depthOf('ws_l2_data_update.json')).toEqual({
      ...common,
      snapshot: false,
      us: us('2026-04-07T14:30:01.456789Z'),
      bids: [[p('68900.00'), q('2.00000000')]],
      asks: [[p('68901.00'), 0]],
    });
  });

  it('tell their numbers, and what is subscribed', () => {
    const numbers = [...EVENTS, ...OTHERS].map((file) => [file, numbered(file).sequence]);
    expect(numbers).toEqual(
      [...EVENTS, ...OTHERS].map((file) => [file, Number(/"sequence_num": ?(\d+)/.exec(text(file))?.[1])]),
    );
    expect(OTHERS.map((file) => dataChannelOf(numbered(file)))).toEqual(OTHERS.map(() => undefined));
    expect(subscriptionsOf(numbered('ws_subscriptions.json'))).toEqual(
      new Map([
        ['level2', ['BTC-USD']],
        ['market_trades', ['BTC-USD', 'ETH-USD']],
      ]),
    );
    expect(subscriptionsOf(numbered('ws_heartbeats.json'))).toBeUndefined();
  });

  it('are refused where they are answers to what is not asked', () => {
    const refusal = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;
    expect(filesElsewhere()).toHaveLength(7);
    for (const file of [...NOT_ASKED, ...filesElsewhere()]) {
      const body = parseFrame(text(file));
      expect(() => parseProducts(body)).toThrow(refusal);
      expect(() => parseTrades(body, scales)).toThrow(refusal);
      expect(() => parseBars(body, scales, 60_000_000)).toThrow(refusal);
    }
  });

  it('may have fields that nobody knows', () => {
    /** Before and behind the known fields of every object. */
    const more = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(more);
      if (typeof value !== 'object' || value === null) return value;
      const known = Object.entries(value).map(([key, inner]) => [key, more(inner)] as const);
      return { news: { of: ['tomorrow', -1.5e-7] }, ...Object.fromEntries(known), price_before: null };
    };
    const told = (said: string): unknown => {
      const message = parseMessage(said);
      if (message.kind !== 'numbered') throw new Error('an error');
      const { sequence, channel: name, raw } = message;
      const channel = dataChannelOf(message);
      if (channel === undefined) return [sequence, name];
      const time = timeOf(raw, 'timestamp');
      const events = itemsOf(channel, message).map(({ product, snapshot, raw: item }) => {
        if (channel === 'l2_data') return [product, snapshot, advancedDepth(item, time, scales, receipt)];
        const event =
          channel === 'ticker' ? advancedQuote(item, time, scales, receipt) : tradeOf(item, scales, receipt);
        return [product, snapshot, event];
      });
      return [sequence, name, events];
    };
    for (const file of [...EVENTS, ...OTHERS]) {
      const strange = JSON.stringify(more(JSON.parse(text(file))));
      expect({ file, told: told(strange) }).toEqual({ file, told: told(text(file)) });
    }
  });
});
