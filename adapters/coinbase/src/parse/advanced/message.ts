import { parseFrame, read, type Raw } from '../fields.js';

/** A message of Advanced Trade. Those of one connection are numbered by one, whatever they tell. */
export interface NumberedMessage {
  readonly kind: 'numbered';
  readonly sequence: number;
  readonly channel: string;
  readonly raw: Raw;
}

/** The venue turns down what was asked; which of the questions it does not tell. */
export interface ErrorMessage {
  readonly kind: 'error';
  readonly reason: string;
}

export type DataChannel = (typeof DATA_CHANNELS)[number];

export const DATA_CHANNELS = ['l2_data', 'market_trades', 'ticker', 'status'] as const;

/** Something of a message that belongs to one product. */
export interface Item {
  readonly product: string;
  /** What was before the subscription, not what happened since. */
  readonly snapshot: boolean;
  readonly raw: Raw;
}

const MAX_REASON = 200;

/** Throws DomainError DATA_FORMAT, as all of these. */
export function parseMessage(text: string): NumberedMessage | ErrorMessage {
  const raw = parseFrame(text);
  if (raw['type'] === 'error') return { kind: 'error', reason: read.textOf(raw, 'message').slice(0, MAX_REASON) };
  return {
    kind: 'numbered',
    sequence: read.countOf(raw, 'sequence_num'),
    channel: read.textOf(raw, 'channel'),
    raw,
  };
}

/** The channel of a message, when it is one of market data. */
export function dataChannelOf({ channel }: NumberedMessage): DataChannel | undefined {
  return DATA_CHANNELS.find((one) => one === channel);
}

/** What is subscribed now, by channel, as `subscriptions` tells; undefined for other messages. */
export function subscriptionsOf({
  channel,
  raw,
}: NumberedMessage): ReadonlyMap<string, readonly unknown[]> | undefined {
  if (channel !== 'subscriptions') return undefined;
  const lists = eventsOf(raw).flatMap((event) => {
    const subscribed = read.asRaw(event['subscriptions'], 'the subscriptions');
    return Object.keys(subscribed).map((name) => [name, read.listOf(subscribed, name)] as const);
  });
  return new Map(lists);
}

const ITEMS: Readonly<Record<Exclude<DataChannel, 'l2_data'>, string>> = {
  market_trades: 'trades',
  ticker: 'tickers',
  status: 'products',
};

/** What a message of market data tells: of `l2_data` its events, of the others what is in them. */
export function itemsOf(channel: DataChannel, { raw }: NumberedMessage): Item[] {
  return eventsOf(raw).flatMap((event) => {
    const snapshot = read.oneOf(event, 'type', ['snapshot', 'update'] as const) === 'snapshot';
    const inside = channel === 'l2_data' ? [event] : read.listOf(event, ITEMS[channel]);
    return inside.map((value) => {
      const item = read.asRaw(value, 'an item');
      return { product: read.textOf(item, channel === 'status' ? 'id' : 'product_id'), snapshot, raw: item };
    });
  });
}

function eventsOf(raw: Raw): Raw[] {
  return read.listOf(raw, 'events').map((event) => read.asRaw(event, 'an event'));
}
