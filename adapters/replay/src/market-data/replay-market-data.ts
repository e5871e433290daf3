import { DomainError, type Adjustment, type Instrument, type StreamKind } from '@bourseworks/domain';
import { MarketDataAdapter, type HistoryQuery, type OpenStream, type StreamSpec } from '@bourseworks/ports';
import type { ReplayConfig } from '../config.js';
import { ReplayCatalogue } from './replay-catalogue.js';
import type { PartSink, ReplaySource } from './replay-source.js';

export { PART_EVENTS } from './replay-source.js';

/**
 * Recorded market data of all formats. History is the files' content; a live stream is only registered: the replay driver
 * publishes on it what history holds. A query [from, to) gives the bars that start at or after `from` and end by `to`.
 */
export class ReplayMarketData extends MarketDataAdapter {
  private constructor(private readonly catalogue: ReplayCatalogue) {
    super();
  }

  /** Throws DomainError CONFIG_INVALID, DATA_FORMAT. */
  static async load(config: Pick<ReplayConfig, 'dataRoot' | 'venues'>): Promise<ReplayMarketData> {
    return new ReplayMarketData(await ReplayCatalogue.load(config));
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.catalogue.instruments());
  }

  kinds(instrument: Instrument): readonly StreamKind[] {
    return this.catalogue.find(instrument.key)?.kinds(instrument.key) ?? [];
  }

  override adjustments(instrument: Instrument): readonly Adjustment[] {
    return this.catalogue.find(instrument.key)?.adjustments(instrument.key) ?? ['raw'];
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    await this.locate(query).history(query, part, signal);
  }

  // An opened stream has no data of its own: nothing to keep, nothing that could leak.
  async open(spec: StreamSpec): Promise<OpenStream> {
    this.locate(spec);
    return { close: () => Promise.resolve() };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private locate({ instrument, kind }: StreamSpec): ReplaySource {
    const source = this.catalogue.find(instrument.key);
    if (source === undefined) {
      throw new DomainError({
        code: 'INSTRUMENT_UNKNOWN',
        message: `there are no data of ${instrument.key}`,
        details: { venue: instrument.venue, symbol: instrument.symbol },
      });
    }
    const kinds = source.kinds(instrument.key);
    if (kinds.includes(kind)) return source;
    throw new DomainError({
      code: 'KIND_UNSUPPORTED',
      message: `${instrument.key} has no ${kind}`,
      details: { kind, kinds: kinds.join(', ') },
    });
  }
}
