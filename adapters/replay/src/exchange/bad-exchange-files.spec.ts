import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { feedFolder } from '../test/feed-folder.js';
import { ALL_VENUES, ask } from '../test/recorded.js';
import { ReplayMarketData } from '../market-data/replay-market-data.js';

const URL = 'wss://ws-feed.exchange.coinbase.com';
const PRODUCT = {
  id: 'BTC-USD',
  base_currency: 'BTC',
  quote_currency: 'USD',
  quote_increment: '0.01',
  base_increment: '0.001',
};
const START = 1_600_000_000;
/** When a line came, in seconds after the start, with all digits of a nanosecond. */
const at = (second: number): string => `${START + second}.000000500`;
const answer = `https://api.exchange.coinbase.com/products -> ${at(0)}: ${JSON.stringify([PRODUCT])}`;
const opened = (second: number): string => `${URL} <-> ${at(second)}`;
const subscribe = (second: number): string =>
  `${URL} <- ${at(second)}: ${JSON.stringify({ type: 'subscribe', product_ids: ['BTC-USD', 'NO-NE'], channels: ['level2', { name: 'matches', product_ids: ['BTC-USD'] }, 'status'] })}`;
const received = (second: number, message: object): string => `${at(second)}: ${JSON.stringify(message)}`;
const timeOf = (second: number): string => new Date((START + second) * 1_000).toISOString();
const trade = (second: number, id: number): string =>
  received(second, {
    type: 'match',
    product_id: 'BTC-USD',
    trade_id: id,
    sequence: id,
    side: 'buy',
    price: '10.00',
    size: '1.000',
    time: timeOf(second),
  });
const snapshot = (second: number, bid: string): string =>
  received(second, { type: 'snapshot', product_id: 'BTC-USD', bids: [[bid, '1']], asks: [['20.00', '1']] });
const change = (second: number, price: string): string =>
  received(second, { type: 'l2update', product_id: 'BTC-USD', time: timeOf(second), changes: [['buy', price, '2']] });

const read = (kind: 'trade' | 'book', ...streams: readonly (readonly string[] | Uint8Array)[]) =>
  ask({
    dataRoot: feedFolder({
      'exchange-recordings/CB.0.gz': [answer, 'configuration: {}', ''],
      ...Object.fromEntries(streams.map((lines, index) => [`exchange-recordings/CB.ws.1.${index}.gz`, lines])),
    }),
    key: 'coinbase/BTC-USD',
    kind,
  });
const idsOf = (events: readonly MarketDataEvent[]): unknown[] =>
  events.map((event) => (event.kind === 'trade' ? event.tradeId : event));

describe('a recording of an exchange', () => {
  it('goes on from file to file, with both times of each event', async () => {
    const { events, error } = await read(
      'trade',
      [opened(1), subscribe(2), trade(3, 1)],
      [opened(4), subscribe(5), trade(6, 2), ''],
    );
    expect([error, idsOf(events)]).toEqual([undefined, ['1', '2']]);
    const us = (START + 3) * 1_000_000;
    expect(events[0]).toMatchObject({ us, ns: 0, receivedUs: us, receivedNs: 500, aggressor: 'SELL' });
  });

  it('does not know a book between two connections', async () => {
    const { events } = await read('book', [
      opened(1),
      subscribe(2),
      snapshot(3, '10.00'),
      change(4, '11.00'),
      opened(5),
      change(6, '12.00'),
      subscribe(6),
      snapshot(7, '13.00'),
    ]);
    expect(events.map((event) => 'bids' in event && [event.kind, event.bids.map(([price]) => price)])).toEqual([
      ['book-snapshot', [1_000]],
      ['book-delta', [1_100]],
      ['book-snapshot', []],
      ['book-snapshot', [1_300]],
    ]);
  });

  it.each([
    ['a line that is none', 'nonsense', 'line 4: it is no line'],
    ['a message that is no JSON', `${at(4)}: {"type":"match"`, 'line 4: Coinbase sent text that is not JSON'],
    ['a message that lacks a field', received(4, { type: 'match', product_id: 'BTC-USD' }), 'line 4: '],
    ['an error of the venue', received(4, { type: 'error', message: 'no' }), 'line 4: Coinbase sent an error'],
    ['a time that steps back', trade(2, 9), 'line 4: the time steps back'],
  ])('with %s is refused by file and line, after all that was good', async (_, bad, message) => {
    const { events, error } = await read('trade', [opened(1), subscribe(2), trade(3, 1), bad, trade(5, 2)]);
    expect(idsOf(events)).toEqual(['1']);
    expect(error).toMatchObject({ code: 'DATA_FORMAT', message: expect.stringContaining(message) });
    expect((error as Error).message).toContain('CB.ws.1.0.gz');
  });

  it('that is cut off gives its whole lines first', async () => {
    const lines = [opened(1), subscribe(2), ...Array.from({ length: 500 }, (_, id) => trade(3, id))];
    const bytes = gzipSync(lines.join('\n'));
    const { events, error } = await read('trade', bytes.subarray(0, bytes.length - 40));
    expect(events.length).toBeGreaterThan(300);
    expect(error).toMatchObject({ code: 'DATA_FORMAT', message: expect.stringContaining('CB.ws.1.0.gz') });
  });

  it('is refused at the start when no answer lists its instruments, or an answer is broken', async () => {
    const load = (files: Readonly<Record<string, readonly string[]>>) =>
      ReplayMarketData.load({ dataRoot: feedFolder(files), venues: ALL_VENUES });
    const refused = (message: string): object => ({ code: 'DATA_FORMAT', message: expect.stringContaining(message) });
    const streams = [opened(1), subscribe(2)];
    await expect(load({ 'CB.ws.1.0.gz': streams })).rejects.toMatchObject(refused('no answer beside it lists'));
    const broken = answer.slice(0, -9);
    await expect(load({ 'CB.0.gz': [broken], 'CB.ws.1.0.gz': streams })).rejects.toMatchObject(refused('JSON'));
    await expect(load({ 'CB.0.gz': ['x'] })).rejects.toMatchObject(refused('CB.0.gz, line 1'));
  });
});

describeWithData('a recorded book of Kraken', ['exchange-recordings/KRAKEN.ws.50.0.gz'], () => {
  it('is told without levels where its checksum fails, until the end of the recording', async () => {
    const text = (name: string): string => gunzipSync(readFileSync(data('exchange-recordings', name))).toString();
    let left = 0;
    const lines = text('KRAKEN.ws.50.0.gz')
      .split('\n')
      .filter((line) => !(/"b":.*"book-1000","XMR\/USD"\]$/.test(line) && left++ < 20));
    const dataRoot = feedFolder({ 'KRAKEN.0.gz': text('KRAKEN.0.gz'), 'KRAKEN.ws.50.0.gz': lines });
    const { events, error } = await ask({ dataRoot, key: 'kraken/XMR-USD', kind: 'book' });
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ kind: 'book-snapshot', bids: [], asks: [] });
    expect(events.filter(({ kind }) => kind === 'book-snapshot')).toHaveLength(2);
  });
});
