import { formatNanos, knownAt, type MarketDataEvent } from '@bourseworks/domain';
import {
  instrumentToShape,
  marketDataToShape,
  recordedStatusTopic,
  recordedTopic,
  type InstrumentShape,
  type MarketDataItem,
  type MarketDataStatusShape,
} from '@bourseworks/dto/shapes';
import type { Bus } from '../bus.js';
import type { Output } from '../output/output.js';
import { isoOf, withIsoTimes } from '../streams/iso-time.js';
import { itemColumns } from '../streams/item-columns.js';
import type { StoredStream } from './recorded-data.js';

/** Takes the events of a replay in their order. */
export interface ReplayView {
  /** Resolves when the next may come. */
  take(stream: number, event: MarketDataEvent): Promise<void>;
  /** Nothing is known to follow soon. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

interface Shown extends StoredStream {
  readonly shape: InstrumentShape;
}

const shown = (streams: readonly StoredStream[]): Shown[] =>
  streams.map((stream) => ({ ...stream, shape: instrumentToShape(stream.instrument) }));

/** A line for each event: when it was known, of what it is, and its figures. */
export class ReplayLines implements ReplayView {
  private readonly streams: readonly Shown[];

  constructor(
    private readonly output: Output,
    streams: readonly StoredStream[],
  ) {
    this.streams = shown(streams);
  }

  take(stream: number, event: MarketDataEvent): Promise<void> {
    const { instrument, kind, shape } = this.streams[stream];
    const { venue, symbol } = instrument;
    const item = marketDataToShape(event, instrument);
    const line = this.output.json
      ? JSON.stringify({ type: 'item', venue, symbol, kind, item: withIsoTimes(item) })
      : this.text(event, `${instrument.key} ${kind}`, kind, item, shape);
    return this.output.piece(`${line}\n`);
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  private text(
    event: MarketDataEvent,
    stream: string,
    kind: StoredStream['kind'],
    item: MarketDataItem,
    shape: InstrumentShape,
  ): string {
    const { us, ns } = knownAt(event);
    const figures = itemColumns(kind).flatMap((column) => {
      const text = column.text(item, shape);
      return text === '' ? [] : [`${column.header} ${text}`];
    });
    return [isoOf(formatNanos(us, ns)), stream, ...figures].join('  ');
  }
}

/** Items of one message, as market-data makes them. */
const MAX_ITEMS = 500;

interface Published extends Shown {
  readonly topic: string;
  sequence: number;
  items: MarketDataItem[];
}

/** Puts the events on topics of the bus, with sequences of their own and the states of the streams. */
export class ReplayTopics implements ReplayView {
  readonly topics: readonly string[];
  private readonly streams: readonly Published[];

  constructor(
    private readonly bus: Bus,
    streams: readonly StoredStream[],
    /** Above that of the replay before: epoch microseconds of now. */
    private readonly epoch: number,
  ) {
    this.streams = shown(streams).map((stream) => {
      const { kind, instrument } = stream;
      const topic = recordedTopic(kind, instrument.venue, instrument.symbol);
      return { ...stream, topic, sequence: 0, items: [] };
    });
    this.topics = this.streams.map(({ topic }) => topic);
  }

  async begin(): Promise<void> {
    for (const stream of this.streams) await this.tell(stream, 'LIVE');
  }

  async take(index: number, event: MarketDataEvent): Promise<void> {
    const stream = this.streams[index];
    stream.items.push(marketDataToShape(event, stream.instrument));
    if (stream.items.length >= MAX_ITEMS) await this.publish(stream);
  }

  async flush(): Promise<void> {
    for (const stream of this.streams) await this.publish(stream);
  }

  async end(): Promise<void> {
    await this.flush();
    for (const stream of this.streams) await this.tell(stream, 'ENDED');
  }

  private async publish(stream: Published): Promise<void> {
    const { items, topic, sequence } = stream;
    if (items.length === 0) return;
    stream.items = [];
    stream.sequence += items.length;
    await this.bus.publish(topic, { epoch: this.epoch, seq0: sequence + 1, items });
  }

  private async tell({ topic, kind, instrument, sequence }: Published, state: 'LIVE' | 'ENDED'): Promise<void> {
    const time = formatNanos(Date.now() * 1_000);
    const status: MarketDataStatusShape = { state, kind, topic, time, epoch: this.epoch, sequence };
    await this.bus.publish(recordedStatusTopic(instrument.venue, instrument.symbol), status);
  }
}
