import { ASSET_CLASSES, SIDES, STREAM_KINDS, STREAM_STATES } from '@bourseworks/domain';
import type {
  BarFields,
  BookFields,
  InstrumentShape,
  LevelShape,
  LiveStream,
  MarketFrame,
  MarketMessage,
  QuoteFields,
  ResnapshotRequest,
  StreamAddress,
  SubscribeAnswer,
  SubscribeRequest,
  TradeFields,
  UnsubscribeRequest,
} from '@bourseworks/dto/shapes';
import {
  anyOf,
  exactly,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  pair,
  text,
  type Properties,
  type Schema,
} from '../schema/schema.js';
import { code, decimal, millis } from './common.schema.js';
import { LIMITS } from './limits.js';

const name = text({ minLength: 1, maxLength: 64, pattern: '^[\\x21-\\x7e]+$' });
const id = integer({ minimum: 1, description: 'Stands for the stream in frames.' });
const seq = integer({ minimum: 1 });
const prev = integer({ minimum: 0 });

const address: Properties<StreamAddress> = {
  venue: name,
  symbol: name,
  kind: oneOf(STREAM_KINDS),
  adapter: optional(name),
};

const streamAddress = object<StreamAddress>('StreamAddress', 'A stream of market data.', address);

export const subscribeRequest = object<SubscribeRequest>('SubscribeRequest', 'Streams to open or to join.', {
  streams: list(streamAddress, { minItems: 1, maxItems: LIMITS.streamsPerSocket }),
});

export const unsubscribeRequest = object<UnsubscribeRequest>('UnsubscribeRequest', 'Streams to leave.', {
  ids: list(id, { minItems: 1, maxItems: LIMITS.streamsPerSocket }),
});

export const resnapshotRequest = object<ResnapshotRequest>(
  'ResnapshotRequest',
  'The next frame carries a fresh snapshot of this stream.',
  { id },
);

const instrument = object<InstrumentShape>('Instrument', 'Scales and limits of an instrument.', {
  venue: text(),
  symbol: text(),
  assetClass: oneOf(ASSET_CLASSES),
  currency: text(),
  base: text(),
  tickSize: decimal,
  lotSize: decimal,
  priceScale: integer(),
  qtyScale: integer(),
  multiplier: number(),
  minQuantity: decimal,
  maxQuantity: decimal,
});

const liveStream = object<LiveStream>('LiveStream', 'A stream that the socket is subscribed to.', {
  ...address,
  id,
  instrument,
});

type Rejected = SubscribeAnswer['rejected'][number];

export const subscribeAnswer = object<SubscribeAnswer & { ok: true }>(
  'SubscribeAnswer',
  'All streams of this socket, and those of the request that could not be opened.',
  {
    ok: exactly(true),
    subscriptions: list(liveStream),
    rejected: list(object<Rejected>('RejectedStream', 'Could not be opened.', { ...address, code, message: text() })),
  },
);

const quoteProperties: Properties<QuoteFields> = {
  time: millis,
  bid: number(),
  bidSize: number({ minimum: 0 }),
  ask: number(),
  askSize: number({ minimum: 0 }),
  mid: optional(number({ description: 'Absent while a side is empty.' })),
  spread: optional(number()),
  changePercent: optional(
    number({ description: 'Percent since the first mid of the UTC day that the gateway knows.' }),
  ),
};

const quote = object<QuoteFields>('Quote', 'Best bid and ask; 0 with size 0: the side is empty.', quoteProperties);

const changedQuote = object<Partial<QuoteFields>>('ChangedQuote', 'The fields of a quote that changed.', {
  time: optional(quoteProperties.time),
  bid: optional(quoteProperties.bid),
  bidSize: optional(quoteProperties.bidSize),
  ask: optional(quoteProperties.ask),
  askSize: optional(quoteProperties.askSize),
  mid: quoteProperties.mid,
  spread: quoteProperties.spread,
  changePercent: quoteProperties.changePercent,
});

const level: Schema<LevelShape> = pair(number(), number({ minimum: 0 }));
const levels = list(level);

const book = object<BookFields>(
  'Book',
  `At most ${LIMITS.bookLevels} levels a side, best first. In a delta: changed levels; quantity 0 removes one.`,
  { time: millis, bids: levels, asks: levels },
);

const trade = object<TradeFields>('Trade', 'A trade.', {
  time: millis,
  price: number(),
  quantity: number(),
  aggressor: optional(oneOf(SIDES)),
});

const bar = object<BarFields>('Bar', 'A closed bar over [start, end).', {
  start: millis,
  end: millis,
  open: number(),
  high: number(),
  low: number(),
  close: number(),
  volume: number(),
});

type Message<K extends MarketMessage['k']> = Extract<MarketMessage, { k: K }>;
type Status = Message<'status'>['v'];

const MESSAGES: readonly Schema<MarketMessage>[] = [
  object<Message<'quote'>>('QuoteSnapshot', 'Replaces what the client holds.', {
    id,
    k: exactly('quote'),
    seq,
    v: quote,
  }),
  object<Message<'quote+'>>('QuoteDelta', 'Changes the quote of `prev`.', {
    id,
    k: exactly('quote+'),
    prev,
    seq,
    v: changedQuote,
  }),
  object<Message<'book'>>('BookSnapshot', 'Replaces what the client holds.', { id, k: exactly('book'), seq, v: book }),
  object<Message<'book+'>>('BookDelta', 'Changes the book of `prev`.', { id, k: exactly('book+'), prev, seq, v: book }),
  object<Message<'trades'>>('Trades', 'Trades after `prev`; with prev 0 the latest ones, to begin anew with.', {
    id,
    k: exactly('trades'),
    prev,
    seq,
    v: list(trade),
  }),
  object<Message<'bars'>>('Bars', 'Bars after `prev`; with prev 0 the latest ones, to begin anew with.', {
    id,
    k: exactly('bars'),
    prev,
    seq,
    v: list(bar),
  }),
  object<Message<'status'>>('Status', 'State of a stream.', {
    id,
    k: exactly('status'),
    v: object<Status>('StreamStatus', 'LIVE, or why not.', {
      state: oneOf(STREAM_STATES),
      reason: optional(text()),
    }),
  }),
];

export const marketFrame = object<MarketFrame>(
  'MarketFrame',
  `What changed for this socket since the frame before; at least ${LIMITS.frameMs} ms apart.`,
  { at: millis, m: list(anyOf('MarketMessage', 'One change of one stream.', MESSAGES), { minItems: 1 }) },
);
