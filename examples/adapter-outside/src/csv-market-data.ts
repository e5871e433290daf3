import { join } from 'node:path';
import {
  barSeconds,
  DomainError,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import {
  MarketDataAdapter,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';
import { toBars } from './bars.js';
import type { CsvConfig } from './config.js';
import { readInstruments, readTrades } from './csv-file.js';
import { Player } from './player.js';

const KINDS: readonly StreamKind[] = ['trade', 'bar-1s', 'bar-5s', 'bar-1m', 'bar-5m', 'bar-1h'];
/** Events of one part of a history answer. */
const PART_EVENTS = 500;

/** Trades, and bars made of them, out of files. A file is read anew for each request: nothing is kept in memory. */
export class CsvMarketData extends MarketDataAdapter {
  private readonly players = new Set<Player>();

  private constructor(
    private readonly config: CsvConfig,
    private readonly listed: readonly Instrument[],
  ) {
    super();
  }

  static async load(config: CsvConfig): Promise<CsvMarketData> {
    return new CsvMarketData(config, await readInstruments(join(config.folder, 'instruments.csv')));
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.listed);
  }

  kinds(_instrument: Instrument): readonly StreamKind[] {
    return KINDS;
  }

  /** [fromUs, toUs): trades by their time; bars that start at or after it and have ended by then. */
  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { fromUs, toUs } = query;
    let found = false;
    let pending: (Bar | Trade)[] = [];
    for await (const event of this.events(query)) {
      if (signal.aborted) return;
      const startUs = event.kind === 'bar' ? event.startUs : event.us;
      if (startUs >= toUs) break;
      if (startUs < fromUs || (event.kind === 'bar' && event.endUs > toUs)) continue;
      found = true;
      pending.push(event);
      if (pending.length < PART_EVENTS) continue;
      // Awaited: a slow reader slows the reading, and memory stays flat.
      await part(pending);
      pending = [];
    }
    if (pending.length > 0 && !signal.aborted) await part(pending);
    if (found || signal.aborted) return;
    const { key } = query.instrument;
    throw new DomainError({ code: 'HISTORY_NOT_FOUND', message: `no ${query.kind} of ${key} in the range` });
  }

  /** Plays the file from its beginning, with the file's own times. */
  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    const player = new Player(this.events(spec), this.config.speed, sink);
    this.players.add(player);
    sink.state('LIVE');
    // Not before the caller knows that the stream is open.
    setImmediate(() => void player.play().finally(() => this.players.delete(player)));
    return { close: () => Promise.resolve(player.stop()) };
  }

  close(): Promise<void> {
    for (const player of this.players) player.stop();
    return Promise.resolve();
  }

  /** Events of one stream in the order in which they were known. Throws DomainError for what is not there. */
  private events({ instrument: asked, kind }: StreamSpec): AsyncIterable<Bar | Trade> {
    const instrument = this.listed.find(({ key }) => key === asked.key);
    if (instrument === undefined) {
      throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message: `instruments.csv does not list ${asked.key}` });
    }
    if (!KINDS.includes(kind)) {
      throw new DomainError({ code: 'KIND_UNSUPPORTED', message: `there are ${KINDS.join(', ')}`, details: { kind } });
    }
    const trades = readTrades(join(this.config.folder, `${instrument.symbol}.csv`), instrument);
    return kind === 'trade' ? trades : toBars(trades, barSeconds(kind));
  }
}
