import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { OpenStream } from '@bourseworks/ports';
import { AlpacaDataStandIn, RecordingStreamSink, type AlpacaDataOptions } from '@bourseworks/testkit';
import type { AlpacaDataConfig } from '../src/config.js';
import { AlpacaMarketData } from '../src/market-data/alpaca-market-data.js';
import type { AlpacaDataTimes } from '../src/market-data/session/times.js';
import { configOf, TIMES } from './data-harness.js';

export interface Range {
  readonly kind: StreamKind;
  readonly fromUs?: number;
  readonly toUs?: number;
}

/** A machine that stands still for a moment is not to make a request be repeated: answers are planned one by one. */
const PATIENCE_MS = 10_000;

/** A stand-in and an adapter for it; `end` closes both. */
export class DataWorld {
  private constructor(
    readonly venue: AlpacaDataStandIn,
    readonly adapter: AlpacaMarketData,
    private readonly listed: readonly Instrument[],
  ) {}

  static async start(
    times: Partial<AlpacaDataTimes> = {},
    config: Partial<AlpacaDataConfig> = {},
    options: AlpacaDataOptions = {},
  ): Promise<DataWorld> {
    const venue = await AlpacaDataStandIn.start(options);
    const patient = { requestTimeoutMs: PATIENCE_MS, ...config };
    const adapter = new AlpacaMarketData(configOf(venue, patient), { times: { ...TIMES, ...times } });
    // Wrong keys are refused here already.
    return new DataWorld(venue, adapter, await adapter.instruments().catch(() => []));
  }

  /** Several stocks may be configured; the stand-in trades the first. */
  instrument(symbol = this.venue.symbol): Instrument {
    const found = this.listed.find((one) => one.symbol === symbol);
    if (found === undefined) throw new Error(`no instrument ${symbol}`);
    return found;
  }

  async open(kind: StreamKind, symbol?: string): Promise<RecordingStreamSink> {
    const sink = new RecordingStreamSink();
    await this.stream(kind, sink, symbol);
    return sink;
  }

  stream(kind: StreamKind, sink = new RecordingStreamSink(), symbol?: string): Promise<OpenStream> {
    return this.adapter.open({ instrument: this.instrument(symbol), kind }, sink);
  }

  /** History in its parts. */
  async history({ kind, fromUs = 0, toUs = 2e15 }: Range, signal = new AbortController().signal): Promise<Parts> {
    const parts: MarketDataEvent[][] = [];
    const take = (events: readonly MarketDataEvent[]): Promise<void> => Promise.resolve(void parts.push([...events]));
    await this.adapter.history({ instrument: this.instrument(), kind, fromUs, toUs }, take, signal);
    return parts;
  }

  async end(): Promise<void> {
    await this.adapter.close();
    await this.venue.close();
  }
}

type Parts = readonly (readonly MarketDataEvent[])[];
