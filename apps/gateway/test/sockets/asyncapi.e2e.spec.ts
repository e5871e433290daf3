import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { eventually, repoRoot } from '@bourseworks/testkit';
import { OrderProjection } from '../../src/projection/order-projection.js';
import { asyncApiText } from '../../src/sockets/asyncapi-text.js';
import { faultOf } from '../../src/sockets/schema/check.js';
import type { JsonSchema } from '../../src/sockets/schema/schema.js';
import { OmsBoard } from '../../src/sockets/orders/oms-board.js';
import { MARKET_EVENTS, ORDERS_EVENTS } from '../../src/sockets/protocol/events.js';
import { FakeOms, portfolioShape, usageShape } from './fake-oms.js';
import { MarketGateway, quote, streamOf } from './market-gateway.js';
import { ask, connect, entered, MarketWatcher } from './socket-client.js';

interface Document {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: Record<string, unknown> }>>;
  readonly operations: Readonly<Record<string, { readonly action: string }>>;
}

const file = readFileSync(join(repoRoot(), 'docs/api/asyncapi.json'), 'utf8');
const document = JSON.parse(file) as Document;
const TABLES = { market: MARKET_EVENTS, orders: ORDERS_EVENTS };

/** What an independent reader finds wrong with the document. */
async function problemsOf(text: string): Promise<string[]> {
  const found = await new Parser().validate(text);
  return found.filter(({ severity }) => severity === 0).map(({ message }) => message);
}

/** The schema of a message as that reader resolves it. */
async function schemas(): Promise<(message: string) => JsonSchema> {
  const { document: parsed } = await new Parser().parse(file);
  return (name) => parsed?.components().messages().get(name)?.payload()?.json() as JsonSchema;
}

describe('the AsyncAPI document', () => {
  let here: MarketGateway;
  let oms: FakeOms;

  beforeAll(async () => {
    here = await MarketGateway.start();
    oms = await FakeOms.start(here.gateway.busUrl);
  });

  afterAll(async () => {
    await oms.stop();
    await here.stop();
  });

  it('in the repository is the one that the code gives (npm run docs), and the one that is served', async () => {
    expect(file).toBe(asyncApiText());
    const served = await here.gateway.ask('GET', '/api/docs/asyncapi.json');
    expect([served.status, served.body]).toEqual([200, document]);
  });

  it('is valid', async () => {
    expect(await problemsOf(file)).toEqual([]);
  });

  it('has every event that the code has, and no other', () => {
    for (const [channel, { asked, told }] of Object.entries(TABLES)) {
      const operations = Object.entries(document.operations).filter(([name]) => name.startsWith(`${channel}.`));
      const named = (action: string): string[] =>
        operations
          .filter(([, operation]) => operation.action === action)
          .map(([name]) => name.slice(channel.length + 1));
      expect(named('receive')).toEqual(Object.keys(asked));
      expect(named('send')).toEqual(Object.keys(told));
      expect(document.channels[channel].address).toBe(`/${channel}`);
    }
    expect(Object.keys(document.operations)).toHaveLength(
      Object.values(TABLES).flatMap(({ asked, told }) => [...Object.keys(asked), ...Object.keys(told)]).length,
    );
  });

  it('describes what really comes over the wire', async () => {
    const captured: [string, unknown][] = [];
    const keep = (name: string, payload: unknown): void => void captured.push([name, payload]);
    const watcher = await MarketWatcher.enter(here.gateway.url, here.token);
    const orders = await entered(connect(here.gateway.url, '/orders', here.token));
    for (const event of Object.keys(ORDERS_EVENTS.told)) orders.on(event, (body) => keep(`orders.${event}`, body));
    await eventually(() => here.gateway.get(OrderProjection).completeAsOfUs > 0, { timeoutMs: 20_000 });
    here.market.books.set('W1', () => ({
      type: 'snapshot',
      time: '1',
      venueSequence: 1,
      bids: [[1, 2]],
      asks: [[3, 4]],
    }));
    here.market.unknown.add('NOPE');
    const kinds = (['quote', 'book', 'trade', 'bar-1m'] as const).map((kind) => streamOf(kind, 'W1'));
    keep('market.subscribe', { streams: kinds });
    keep('market.subscribe.answer', await watcher.subscribe(...kinds, streamOf('quote', 'NOPE')));
    keep('market.resnapshot.answer', await ask(watcher.socket, 'resnapshot', { id: watcher.frames[0]?.m[0]?.id ?? 1 }));
    keep('market.refusal', await ask(watcher.socket, 'resnapshot', {}));
    keep('orders.subscribe.answer', await ask(orders, 'subscribe'));
    keep('orders.renew.answer', await ask(orders, 'renew', { token: here.token }));
    here.market.publish('quote', 'W1', [quote(0, 1, 2)]);
    here.market.publish('trade', 'W1', [{ time: '5', price: 1, quantity: 2, aggressor: 'SELL' }]);
    const bar = { start: '0', end: '60000000000', open: 1, high: 1, low: 1, close: 1, volume: 0 };
    here.market.publish('bar-1m', 'W1', [bar]);
    oms.order('w-1');
    const fill = {
      execType: 'Trade' as const,
      execId: 'x',
      lastQty: '1',
      lastPx: '100',
      fee: '0.1',
      feeCurrency: 'USD',
    };
    oms.order('w-1', { ...fill, ordStatus: 'Filled', cumQty: '1', leavesQty: '0', avgPx: '100' });
    oms.portfolio(portfolioShape('main', 'pairs', '-12.5'));
    oms.usage(usageShape('main', '7'));
    oms.kill('pairs', true);
    await here.until(
      () => watcher.of('trades').some(({ v }) => v.length > 0) && watcher.of('bars').some(({ v }) => v.length > 0),
    );
    here.market.publish('quote', 'W1', [quote(1, 1, 3)], 3);
    here.market.publish('quote', 'W1', [quote(2, 2, 3)]);
    here.market.publish('book', 'W1', [{ type: 'delta', time: '2', venueSequence: 2, bids: [[1, 0]], asks: [] }]);
    await here.until(() => watcher.of('book+').length > 0 && watcher.of('quote').length > 0);
    await here.until(() =>
      ['event', 'portfolio', 'usage', 'risk', 'kills', 'live'].every((name) =>
        captured.some(([of]) => of === `orders.${name}`),
      ),
    );
    expect(here.gateway.get(OmsBoard).live).toBe(true);
    for (const frame of watcher.frames) keep('market.frame', frame);
    expect(new Set(watcher.messages.map(({ k }) => k)).size).toBeGreaterThanOrEqual(6);

    const schemaOf = await schemas();
    for (const [name, payload] of captured) expect([name, faultOf(schemaOf(name), payload)]).toEqual([name, undefined]);
    expect(faultOf(schemaOf('market.frame'), { at: 1, m: [{ id: 1, k: 'nonsense' }] })).toBeDefined();
  }, 60_000);
});
