import { fields, type Raw } from '../fields.js';
import { parseText } from './fields.js';

/** Channels that are subscribed. With `trades` of stocks their corrections and cancels come by themselves. */
export type Channel = 'trades' | 'quotes' | 'bars' | 'updatedBars' | 'dailyBars' | 'statuses' | 'orderbooks';

/** One of the items of which a message of a WebSocket is a list. */
export type StreamItem =
  | { readonly kind: 'connected' | 'authenticated' }
  | { readonly kind: 'error'; readonly code: number | undefined; readonly said: string }
  /** All that is subscribed now, by channel. */
  | { readonly kind: 'subscription'; readonly lists: Raw }
  /** Market data, of the channel whose subscription they belong to. */
  | { readonly kind: 'data'; readonly channel: Channel; readonly symbol: string; readonly raw: Raw }
  | { readonly kind: 'other' };

/**
 * What carries market data, and to whom it goes. Passed over: `l` (price bands), `i` (imbalances of auctions) and `n` (news), for
 * which the platform has no event, and types that are not known yet.
 */
const CHANNELS: ReadonlyMap<unknown, Channel> = new Map([
  ['t', 'trades'],
  ['c', 'trades'],
  ['x', 'trades'],
  ['q', 'quotes'],
  ['b', 'bars'],
  ['u', 'bars'],
  ['d', 'dailyBars'],
  ['s', 'statuses'],
  ['o', 'orderbooks'],
]);

/** A list of items; one alone is taken as well. Throws DomainError DATA_FORMAT. */
export function parseMessage(text: string): StreamItem[] {
  const value = parseText(text);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => itemOf(fields.asRaw(item, 'a message')));
}

function itemOf(raw: Raw): StreamItem {
  const { T: type } = raw;
  const channel = CHANNELS.get(type);
  if (channel !== undefined) return { kind: 'data', channel, symbol: fields.textOf(raw, 'S'), raw };
  if (type === 'subscription') return { kind: 'subscription', lists: raw };
  if (type === 'error') {
    const { code, msg } = raw;
    return {
      kind: 'error',
      code: typeof code === 'number' ? code : undefined,
      said: typeof msg === 'string' ? msg : '',
    };
  }
  const { msg } = raw;
  if (type === 'success' && (msg === 'connected' || msg === 'authenticated')) return { kind: msg };
  return { kind: 'other' };
}
