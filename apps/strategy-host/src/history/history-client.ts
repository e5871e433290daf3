import { randomUUID } from 'node:crypto';
import {
  formatNanos,
  refuse,
  type MarketDataEvent,
  type Refusal,
  type Result,
  type StreamKind,
} from '@bourseworks/domain';
import {
  JSON_CODEC,
  marketDataFromShape,
  MARKET_DATA_REQUEST,
  type CancelHistoryRequestShape,
  type HistoricalDataPartShape,
  type HistoricalDataRequestShape,
  decodeMessage,
  type EncodedMessage,
} from '@bourseworks/dto';
import type { Clock, EventLog } from '@bourseworks/ports';
import { Aggressor, barLayout, quoteLayout, RingMemory, tradeLayout, type RecordLayout } from '@bourseworks/ring';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { HISTORY_HEADER_BYTES, HISTORY_KINDS, type HistoryRequest } from '@bourseworks/strategy';
import { refusalOf } from '../bus/ask.js';
import { retry } from '../bus/backoff.js';
import { correlationHeaders, newCorrelation } from '../bus/correlation.js';
import type { InstrumentBook, KnownInstrument } from '../streams/instrument-book.js';

/** Silence of market-data between two parts. */
const PART_TIMEOUT_MS = 10_000;

export interface HistoryAnswer {
  readonly known: KnownInstrument;
  /** Record type of the items. */
  readonly type: number;
  readonly count: number;
  readonly shared: SharedArrayBuffer;
}

export interface HistoryDeps {
  readonly session: SolaceSession;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly instruments: InstrumentBook;
  readonly maxItems: number;
}

/** Gathers the parts of one answer as binary records. */
class Gathering {
  known: KnownInstrument | undefined;
  count = 0;
  private chunks: { readonly memory: RingMemory; readonly count: number }[] = [];

  constructor(
    private readonly kind: StreamKind,
    private readonly layout: RecordLayout<object>,
    private readonly deps: HistoryDeps,
  ) {}

  add(part: HistoricalDataPartShape): Refusal | undefined {
    if (this.known === undefined && part.instrument !== undefined) {
      const known = this.deps.instruments.define(part.instrument);
      if (!known.ok) return known.refusal;
      this.known = known.value;
    }
    const { items } = part;
    if (items.length === 0) return undefined;
    if (this.known === undefined)
      return { code: 'BAD_MESSAGE', message: 'the first part of a history has no instrument' };
    if (this.count + items.length > this.deps.maxItems) {
      const { maxItems } = this.deps;
      return {
        code: 'HISTORY_RANGE_INVALID',
        message: `the range holds more than ${maxItems} items`,
        details: { maxItems },
      };
    }
    const memory = new RingMemory(new ArrayBuffer(items.length * this.layout.bytes));
    const record: Record<string, unknown> = { ...this.layout.blank() };
    for (const [index, item] of items.entries()) {
      const event = marketDataFromShape(this.kind, item, this.known.instrument);
      if (event === undefined)
        return { code: 'BAD_MESSAGE', message: `item ${this.count + index} of a history is malformed` };
      Object.assign(record, event, { flags: event.flags ?? 0, aggressor: aggressorOf(event) });
      this.layout.encode(memory, index * this.layout.bytes, record);
    }
    this.count += items.length;
    this.chunks.push({ memory, count: items.length });
    return undefined;
  }

  finish(): Result<HistoryAnswer> {
    if (this.known === undefined) return refuse('BAD_MESSAGE', 'a history answer without an instrument');
    const shared = new SharedArrayBuffer(HISTORY_HEADER_BYTES + this.count * this.layout.bytes);
    const memory = new RingMemory(shared);
    memory.u32[0] = this.known.index;
    memory.u32[1] = HISTORY_KINDS.indexOf(this.kind);
    let at = HISTORY_HEADER_BYTES;
    for (const chunk of this.chunks) {
      memory.u8.set(chunk.memory.u8, at);
      at += chunk.memory.u8.length;
    }
    return { ok: true, value: { known: this.known, type: this.layout.type, count: this.count, shared } };
  }
}

function aggressorOf(event: MarketDataEvent): Aggressor {
  if (event.kind !== 'trade' || event.aggressor === undefined) return Aggressor.unknown;
  return event.aggressor === 'BUY' ? Aggressor.buy : Aggressor.sell;
}

function layoutOf(kind: StreamKind): RecordLayout<object> | undefined {
  if (kind === 'book') return undefined;
  const layout = kind === 'trade' ? tradeLayout : kind === 'quote' ? quoteLayout : barLayout;
  return layout;
}

/** Asks market-data for history, part by part, and packs it for a strategy's thread. */
export class HistoryClient {
  /** By which its requests are its own to cancel. */
  private readonly subscriber = `strategy-host-${randomUUID()}`;

  constructor(private readonly deps: HistoryDeps) {}

  /** Tries again while market-data is away or busy. Book history cannot be delivered: KIND_UNSUPPORTED. */
  fetch(query: HistoryRequest, strategy: string): Promise<Result<HistoryAnswer>> {
    return newCorrelation(() => this.fetchCorrelated(query, strategy));
  }

  private async fetchCorrelated(query: HistoryRequest, strategy: string): Promise<Result<HistoryAnswer>> {
    const layout = layoutOf(query.kind);
    if (layout === undefined) return refuse('KIND_UNSUPPORTED', 'history of books is not delivered to strategies');
    const { clock, log } = this.deps;
    const { venue, symbol, kind } = query;
    log.info({ event: 'history.requested', strategy, venue, symbol, kind, fromUs: query.from, toUs: query.to });
    const answer = await retry({ clock, tries: 8, pauseUs: 200_000, maxPauseUs: 3_000_000 }, () =>
      this.once(query, layout),
    );
    if (answer.ok) log.info({ event: 'history.served', strategy, venue, symbol, kind, items: answer.value.count });
    else
      log.warn(
        { event: 'history.refused', strategy, venue, symbol, kind, code: answer.refusal.code },
        answer.refusal.message,
      );
    return answer;
  }

  private once(query: HistoryRequest, layout: RecordLayout<object>): Promise<Result<HistoryAnswer>> {
    const gathering = new Gathering(query.kind, layout, this.deps);
    const body: HistoricalDataRequestShape = {
      requestId: randomUUID(),
      venue: query.venue,
      symbol: query.symbol,
      kind: query.kind,
      ...(query.adapter === undefined ? {} : { adapter: query.adapter }),
      from: formatNanos(query.from),
      to: formatNanos(query.to),
      subscriber: this.subscriber,
    };
    return new Promise((resolve) => {
      let cancel: (() => void) | undefined;
      const refuseWith = (refusal: Refusal): void => {
        cancel?.();
        this.cancel(body.requestId);
        resolve({ ok: false, refusal });
      };
      const observer = {
        onPart: (message: EncodedMessage) => {
          const part = decodeMessage(message);
          const refusal = part.ok ? gathering.add(part.value as HistoricalDataPartShape) : part.refusal;
          if (refusal !== undefined) refuseWith(refusal);
        },
        onEnd: () => resolve(gathering.finish()),
        onError: (error: unknown) => {
          this.cancel(body.requestId);
          resolve(withTransport(error));
        },
      };
      try {
        const options = { timeoutMs: PART_TIMEOUT_MS, ...correlationHeaders() };
        cancel = this.deps.session.requestParts(
          MARKET_DATA_REQUEST.historical,
          JSON_CODEC.encode(body),
          observer,
          options,
        );
      } catch (error) {
        resolve(withTransport(error));
      }
    });
  }

  /** Best effort: market-data need not read on for an answer that nobody takes. */
  private cancel(requestId: string): void {
    const body: CancelHistoryRequestShape = { requestId, subscriber: this.subscriber };
    const refusal = this.deps.session.tryPublish(MARKET_DATA_REQUEST.cancel, JSON_CODEC.encode(body));
    if (refusal !== undefined) this.deps.log.debug({ event: 'history.cancel_failed', requestId, code: refusal.code });
  }
}

function withTransport(error: unknown): Result<never> {
  const { code, result } = refusalOf(error);
  return { ok: false, refusal: { ...result.refusal, details: { ...result.refusal.details, transport: code } } };
}
