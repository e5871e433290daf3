import { parseFrame, read, type Raw } from '../fields.js';

/** An answer to what was asked over the stream. */
export interface Reply {
  readonly kind: 'reply';
  readonly id: number;
  /** Why it was refused; undefined when it was not. */
  readonly refusal: string | undefined;
}

/** Market data of one channel. */
export interface ChannelData {
  readonly kind: 'data';
  readonly channel: DataChannel;
  /** What was before the subscription, not what happened since. */
  readonly snapshot: boolean;
  readonly items: readonly Raw[];
}

/** The state of the whole venue, said at the beginning of a connection and at each change. */
export interface SystemState {
  readonly kind: 'system';
  /** `online`, `maintenance`, `cancel_only`, `post_only`, `limit_only`. */
  readonly state: string;
}

/** Heartbeats, channels that nobody subscribed. */
export interface OtherMessage {
  readonly kind: 'other';
}

export type DataChannel = (typeof DATA_CHANNELS)[number];

export const DATA_CHANNELS = ['book', 'trade', 'ticker', 'ohlc'] as const;

const OTHER: OtherMessage = { kind: 'other' };
const MAX_REASON = 200;

/** A message of version 2. Throws DomainError DATA_FORMAT, also for an error that answers nothing that was asked. */
export function parseMessage(text: string): Reply | ChannelData | SystemState | OtherMessage {
  const raw = read.asRaw(parseFrame(text), 'a message');
  if (raw['method'] !== undefined || raw['error'] !== undefined) return replyOf(raw);
  if (raw['channel'] === 'status') return systemOf(raw);
  const channel = DATA_CHANNELS.find((one) => one === raw['channel']);
  if (channel === undefined) return OTHER;
  const snapshot = read.oneOf(raw, 'type', ['snapshot', 'update'] as const) === 'snapshot';
  return {
    kind: 'data',
    channel,
    snapshot,
    items: read.listOf(raw, 'data').map((item) => read.asRaw(item, 'an item')),
  };
}

function systemOf(raw: Raw): SystemState {
  const [first] = read.listOf(raw, 'data');
  return { kind: 'system', state: read.textOf(read.asRaw(first, 'a state'), 'system').slice(0, MAX_REASON) };
}

function replyOf(raw: Raw): Reply | OtherMessage {
  const error = raw['error'] === undefined ? undefined : read.textOf(raw, 'error').slice(0, MAX_REASON);
  const id = raw['req_id'];
  if (typeof id !== 'number') {
    if (error !== undefined) throw read.badData(`an error: ${error}`);
    return OTHER;
  }
  const failed = raw['success'] === false;
  return { kind: 'reply', id, refusal: error ?? (failed ? 'it was not done' : undefined) };
}

/** Which subscription an item belongs to: `ohlc/BTC/USD/1`, `trade/BTC/USD`. */
export function keyOfItem(channel: DataChannel, item: Raw): string {
  const symbol = read.textOf(item, 'symbol');
  return channel === 'ohlc' ? `${channel}/${symbol}/${read.countOf(item, 'interval')}` : `${channel}/${symbol}`;
}
