import { DomainError, type Instrument } from '@bourseworks/domain';
import { recordingsRoot } from '@bourseworks/recording';
import { binanceRoot } from '../binance/recordings.js';
import { BinanceSource } from '../binance/binance-source.js';
import type { ReplayConfig } from '../config.js';
import { exchangeRoot } from '../exchange/exchange-folder.js';
import { ExchangeSource } from '../exchange/exchange-source.js';
import { findLeanRoot } from '../lean/lean-root.js';
import { LeanSource } from '../lean/lean-source.js';
import { RecordingSource } from '../recordings/recording-source.js';
import { tablesRoot } from '../tables/description.js';
import { TableSource } from '../tables/table-source.js';
import type { ReplaySource } from './replay-source.js';

/** Everything a data folder holds for a list of venues, in whatever format: read once, at the start. */
export class ReplayCatalogue {
  private readonly bySymbol = new Map<string, { instrument: Instrument; source: ReplaySource }>();

  private constructor(sources: readonly ReplaySource[]) {
    for (const source of sources) {
      for (const instrument of source.instruments()) {
        // A symbol in two formats: what somebody described, then the finer one.
        if (!this.bySymbol.has(instrument.key)) this.bySymbol.set(instrument.key, { instrument, source });
      }
    }
  }

  /** Throws DomainError CONFIG_INVALID when the folder has data of no format, DATA_FORMAT for a broken file. */
  static async load({ dataRoot, venues }: Pick<ReplayConfig, 'dataRoot' | 'venues'>): Promise<ReplayCatalogue> {
    checkDataRoot(dataRoot);
    const sources = [
      await TableSource.load(dataRoot, venues),
      await RecordingSource.load(dataRoot, venues),
      await BinanceSource.load(dataRoot, venues),
      await ExchangeSource.load(dataRoot, venues),
      await LeanSource.load(dataRoot, venues),
    ];
    return new ReplayCatalogue(sources.filter((source) => source !== undefined));
  }

  instruments(): readonly Instrument[] {
    return [...this.bySymbol.values()].map((listing) => listing.instrument);
  }

  find(instrumentKey: string): ReplaySource | undefined {
    return this.bySymbol.get(instrumentKey)?.source;
  }
}

/** Throws DomainError CONFIG_INVALID when the folder has no market data in any format that is read. */
function checkDataRoot(dataRoot: string): void {
  if (
    [tablesRoot, recordingsRoot, binanceRoot, exchangeRoot, findLeanRoot].some((find) => find(dataRoot) !== undefined)
  )
    return;
  throw new DomainError({
    code: 'CONFIG_INVALID',
    message:
      'REPLAY_DATA names a folder without market data (no crypto, forex or equity below it, no symbol_YYYYMMDD.gz, NAME.ws.0.0.gz, tables.json or recordings in it)',
    details: { variable: 'REPLAY_DATA', folder: dataRoot },
  });
}
