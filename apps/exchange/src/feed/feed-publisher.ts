import { Injectable } from '@nestjs/common';
import type { Bar } from '@bourseworks/domain';
import type { BarInterval, BookPrint, MarketListener, QuotePrint } from '../market/market-listener.js';
import type { Market } from '../market/market.js';
import type { TradePrint } from '../market/trade-tape.js';
import { barWire, bookWire, quoteWire, tradeWire } from '../wire/market-wire.js';

/** Takes text that is ready to be sent. */
export interface FeedReceiver {
  send(text: string): void;
}

export type PublicChannel = 'trades' | 'quotes' | 'book' | `bars:${BarInterval}`;

export function streamKey(channel: PublicChannel, symbol: string): string {
  return `${channel}/${symbol}`;
}

/** Sends the public data of the markets to those who subscribed; each message is put into text once for all of them. */
@Injectable()
export class FeedPublisher implements MarketListener {
  private readonly receivers = new Map<string, Set<FeedReceiver>>();
  private messages = 0;

  /** Messages handed to receivers so far. */
  get sent(): number {
    return this.messages;
  }

  subscribe(key: string, receiver: FeedReceiver): void {
    const set = this.receivers.get(key);
    if (set === undefined) this.receivers.set(key, new Set([receiver]));
    else set.add(receiver);
  }

  unsubscribe(key: string, receiver: FeedReceiver): void {
    const set = this.receivers.get(key);
    if (set?.delete(receiver) === true && set.size === 0) this.receivers.delete(key);
  }

  trades(market: Market, trades: readonly TradePrint[]): void {
    const { instrument } = market;
    this.publish('trades', instrument.symbol, () => ({ data: trades.map((trade) => tradeWire(instrument, trade)) }));
  }

  quote(market: Market, quote: QuotePrint): void {
    this.publish('quotes', market.instrument.symbol, () => ({ data: quoteWire(market.instrument, quote) }));
  }

  book(market: Market, delta: BookPrint): void {
    this.publish('book', market.instrument.symbol, () => ({
      action: 'delta',
      data: bookWire(market.instrument, delta),
    }));
  }

  bar(market: Market, interval: BarInterval, bar: Bar): void {
    this.publish(`bars:${interval}`, market.instrument.symbol, () => ({ data: barWire(market.instrument, bar) }));
  }

  private publish(channel: PublicChannel, symbol: string, content: () => object): void {
    const set = this.receivers.get(streamKey(channel, symbol));
    if (set === undefined) return;
    const text = JSON.stringify({ type: channel, symbol, ...content() });
    this.messages += set.size;
    for (const receiver of set) receiver.send(text);
  }
}
