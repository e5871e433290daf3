import type { Instrument, MarketDataEvent } from '@bourseworks/domain';
import { batchFromShape, parseLiveTopic, type LiveTopic, decodeMessage, type EncodedMessage } from '@bourseworks/dto';
import type { EventLog } from '@bourseworks/ports';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsCore } from '../core/oms-core.js';

interface Source extends LiveTopic {
  readonly instrument: Instrument;
}

/** Topics remembered at most; beyond it they are parsed each time. */
const MAX_TOPICS = 10_000;

/** Reference prices and marks of the engine, from whatever is published about instruments that our brokers trade. */
export class Marks {
  private readonly sources = new Map<string, Source>();
  private unreadable = 0;

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly log: EventLog,
  ) {}

  /** One message of a live topic; what is not for us is passed over. */
  onMessage(topic: string, message: EncodedMessage): void {
    const source = this.source(topic);
    if (source === undefined) return;
    const decoded = decodeMessage(message);
    const batch = decoded.ok ? batchFromShape(source.kind, decoded.value, source.instrument) : decoded;
    if (!batch.ok) {
      // Once per thousand: a broken publisher must not fill the log.
      if (this.unreadable++ % 1_000 === 0)
        this.log.warn({ event: 'marketdata.unreadable', topic, code: batch.refusal.code });
      return;
    }
    const last = batch.value.events.at(-1);
    if (last !== undefined) this.mark(source.instrument, last);
  }

  mark(instrument: Instrument, event: MarketDataEvent): void {
    const { engine } = this.core;
    switch (event.kind) {
      case 'quote':
        // A side that was emptied is no longer a reference: -1 tells the engine so.
        engine.onMark(instrument, { bid: event.bidPrice || -1, ask: event.askPrice || -1 }, event.us);
        break;
      case 'trade':
        engine.onMark(instrument, { last: event.price }, event.us);
        break;
      case 'bar':
        engine.onMark(instrument, { last: event.close, close: event.close }, event.endUs);
        break;
      default:
        break;
    }
  }

  private source(topic: string): Source | undefined {
    const known = this.sources.get(topic);
    if (known !== undefined) return known;
    const parsed = parseLiveTopic(topic);
    if (!parsed.ok) return undefined;
    const instrument = this.directory.ofTopic(parsed.value.venue, parsed.value.symbol);
    if (instrument === undefined) return undefined;
    const source = { ...parsed.value, instrument };
    if (this.sources.size < MAX_TOPICS) this.sources.set(topic, source);
    return source;
  }
}
