import {
  defineInstrument,
  expectOk,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type Quote,
  type Trade,
} from '@bourseworks/domain';
import type { OrderEventShape, SignalShape } from '@bourseworks/dto/shapes';
import {
  Aggressor,
  barLayout,
  bookDeltaLayout,
  bulkLayout,
  decodeJson,
  quoteLayout,
  RecordType,
  RingMemory,
  tradeLayout,
  type BulkReceiver,
  type RecordHandler,
  type RecordLayout,
  type TradeRecord,
} from '@bourseworks/ring';
import type { StrategyRuntime } from '../runtime/strategy-runtime.js';
import {
  InRecord,
  REPLAYED,
  type CommandRecord,
  type InstrumentRecord,
  type ReplyRecord,
  type StepBeginRecord,
  type StopRecord,
  type StreamRecord,
} from '../thread/protocol.js';
import { BookAssembler } from './book-assembler.js';

/** Reads the records of the three lanes and hands them to the runtime. */
export class Inbound {
  private readonly instruments: Instrument[] = [];
  private readonly books = new BookAssembler();
  private readonly bar = barLayout.blank();
  private readonly trade = tradeLayout.blank();
  private readonly quote = quoteLayout.blank();
  private readonly level = bookDeltaLayout.blank();
  private readonly bulk = bulkLayout.blank();

  constructor(
    private readonly runtime: StrategyRuntime,
    private readonly bulkReceiver: Pick<BulkReceiver, 'take'>,
  ) {}

  readonly handle: RecordHandler = (type, _seq, memory, at, length, flags) => {
    switch (type) {
      case RecordType.bar:
        barLayout.decode(memory, at, this.bar);
        return this.runtime.bar(toBar(this.bar), this.instruments[this.bar.instrument]);
      case RecordType.quote:
        quoteLayout.decode(memory, at, this.quote);
        return this.runtime.quote(toQuote(this.quote), this.instruments[this.quote.instrument]);
      case RecordType.trade:
        tradeLayout.decode(memory, at, this.trade);
        return this.runtime.trade(toTrade(this.trade), this.instruments[this.trade.instrument]);
      case RecordType.bookDelta:
        return this.bookLevel(memory, at);
      case RecordType.bulk:
        bulkLayout.decode(memory, at, this.bulk);
        return this.history();
      default:
        return this.control(type, memory, at, length, flags);
    }
  };

  private bookLevel(memory: RingMemory, at: number): void {
    bookDeltaLayout.decode(memory, at, this.level);
    const update = this.books.add(this.level);
    if (update !== undefined) this.runtime.book(update, this.instruments[this.level.instrument]);
  }

  private control(type: number, memory: RingMemory, at: number, length: number, flags: number): void {
    const value = decodeJson(memory, at, length);
    switch (type) {
      case InRecord.instrument:
        return this.define(value as InstrumentRecord);
      case InRecord.start:
        return this.runtime.start();
      case InRecord.stop:
        return void this.runtime.stop((value as StopRecord).reason);
      case InRecord.stepBegin: {
        const { n, round, timeUs } = value as StepBeginRecord;
        return this.runtime.stepBegin(n, round, timeUs);
      }
      case InRecord.stepEnd:
        return this.runtime.stepEnd();
      case InRecord.reply:
        return this.reply(value as ReplyRecord);
      case InRecord.command: {
        const { id, method, body } = value as CommandRecord;
        return this.runtime.command(id, method, body);
      }
      case InRecord.orderEvent:
        return this.runtime.orderEvent(value as OrderEventShape, (flags & REPLAYED) !== 0);
      case InRecord.signal:
        return this.runtime.signal(value as SignalShape);
      case InRecord.stream: {
        const record = value as StreamRecord;
        return this.runtime.stream({ ...record, instrument: this.instruments[record.instrument] });
      }
      default:
        throw new Error(`record of unknown type ${type} from the host`);
    }
  }

  private define({ index, instrument }: InstrumentRecord): void {
    const defined = expectOk(defineInstrument(instrument));
    this.instruments[index] = defined;
    this.runtime.instrument(defined);
  }

  private reply({ id, refusal, value, instrument }: ReplyRecord): void {
    if (refusal !== undefined) return this.runtime.reply(id, { ok: false, refusal });
    if (instrument === undefined) return this.runtime.reply(id, { ok: true, value });
    const known = this.instruments[instrument];
    return this.runtime.reply(id, {
      ok: true,
      value: value === undefined ? known : { ...(value as object), instrument: known },
    });
  }

  /** The first 8 bytes of the buffer hold the instrument's number and the length of a bar in seconds; the records follow. */
  private history(): void {
    const { kind: type, count, correlation } = this.bulk;
    const memory = new RingMemory(this.bulkReceiver.take(this.bulk));
    const instrument = this.instruments[memory.u32[0]];
    const kind = HISTORY_KINDS[memory.u32[1]];
    this.runtime.reply(correlation, { ok: true, value: { instrument, kind, items: readItems(type, memory, count) } });
  }
}

/** Stream kinds by their number in a history buffer. */
export const HISTORY_KINDS = [
  'trade',
  'quote',
  'book',
  'bar-1s',
  'bar-5s',
  'bar-1m',
  'bar-5m',
  'bar-1h',
  'bar-1d',
] as const;
/** Bytes before the records of a history buffer. */
export const HISTORY_HEADER_BYTES = 8;

function readItems(type: number, memory: RingMemory, count: number): MarketDataEvent[] {
  switch (type) {
    case RecordType.bar:
      return readAll(barLayout, memory, count, toBar);
    case RecordType.trade:
      return readAll(tradeLayout, memory, count, toTrade);
    case RecordType.quote:
      return readAll(quoteLayout, memory, count, toQuote);
    default:
      throw new Error(`history of unknown record type ${type}`);
  }
}

function readAll<T, E>(layout: RecordLayout<T>, memory: RingMemory, count: number, convert: (record: T) => E): E[] {
  const record = layout.blank();
  const items: E[] = [];
  for (let i = 0; i < count; i++) {
    items.push(convert(layout.decode(memory, HISTORY_HEADER_BYTES + i * layout.bytes, record)));
  }
  return items;
}

// Fresh objects: a strategy may keep what it is given.
function toBar({ startUs, endUs, open, high, low, close, volume, trades, flags }: Readonly<Omit<Bar, 'kind'>>): Bar {
  const bar: Bar = { kind: 'bar', startUs, endUs, open, high, low, close, volume, trades };
  return flags === 0 ? bar : { ...bar, flags };
}

function toQuote({
  us,
  ns,
  bidPrice,
  bidQuantity,
  askPrice,
  askQuantity,
  flags,
}: Readonly<Omit<Quote, 'kind'>>): Quote {
  const quote: Quote = { kind: 'quote', us, ns, bidPrice, bidQuantity, askPrice, askQuantity };
  return flags === 0 ? quote : { ...quote, flags };
}

function toTrade({
  us,
  ns,
  price,
  quantity,
  aggressor,
  flags,
}: Readonly<Omit<TradeRecord, 'instrument' | 'seq'>>): Trade {
  const trade: Trade = { kind: 'trade', us, ns, price, quantity };
  if (aggressor === Aggressor.unknown && flags === 0) return trade;
  const side = { aggressor: aggressor === Aggressor.buy ? ('BUY' as const) : ('SELL' as const) };
  return { ...trade, ...(aggressor === Aggressor.unknown ? {} : side), ...(flags === 0 ? {} : { flags }) };
}
