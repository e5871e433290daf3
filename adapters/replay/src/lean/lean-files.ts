import { join } from 'node:path';
import { isDate } from '../files/local-day.js';
import type { LeanAssetClass } from './lean-root.js';
import type { TickerSpan } from './map-file.js';
import { namesIn } from '../files/small-files.js';

/** What a file tells of: trades, or the best bid and ask. */
export const TICK_TYPES = ['trade', 'quote'] as const;
export type TickType = (typeof TICK_TYPES)[number];

/** One file a day; the finest first. */
export const DAY_RESOLUTIONS = ['tick', 'second', 'minute'] as const;
export type DayResolution = (typeof DAY_RESOLUTIONS)[number];
/** One file for all time. */
export const LONG_RESOLUTIONS = ['hour', 'daily'] as const;
export type LongResolution = (typeof LONG_RESOLUTIONS)[number];

export interface DayFile {
  /** YYYYMMDD. */
  readonly date: string;
  /** Below the data root. */
  readonly path: string;
}

export interface LongFile {
  readonly path: string;
  /** Rows outside of it are of another instrument. */
  readonly span: TickerSpan;
}

/** The files of one instrument, by date. */
export interface LeanFiles {
  readonly days: Readonly<Record<DayResolution, Readonly<Record<TickType, readonly DayFile[]>>>>;
  readonly long: Readonly<Record<LongResolution, Readonly<Record<TickType, readonly LongFile[]>>>>;
}

/** The folder of one asset class of one venue. */
export class VenueFolder {
  private constructor(
    private readonly root: string,
    /** Below the root, e.g. `equity/usa`. */
    readonly path: string,
    private readonly assetClass: LeanAssetClass,
    private readonly names: ReadonlyMap<DayResolution | LongResolution, readonly string[]>,
  ) {}

  static async open(root: string, assetClass: LeanAssetClass, venue: string): Promise<VenueFolder> {
    const path = `${assetClass}/${venue}`;
    const names = new Map<DayResolution | LongResolution, readonly string[]>();
    for (const resolution of [...DAY_RESOLUTIONS, ...LONG_RESOLUTIONS])
      names.set(resolution, await namesIn(join(root, path, resolution)));
    return new VenueFolder(root, path, assetClass, names);
  }

  /** Everything that has a file or a folder, in small letters, in the order of names. */
  tickers(): readonly string[] {
    const tickers = new Set<string>();
    for (const resolution of DAY_RESOLUTIONS) for (const name of this.names.get(resolution) ?? []) tickers.add(name);
    for (const resolution of LONG_RESOLUTIONS) {
      for (const name of this.names.get(resolution) ?? []) {
        if (name.endsWith('.zip')) tickers.add(name.slice(0, -'.zip'.length).replace(/_(trade|quote)$/, ''));
      }
    }
    return [...tickers].toSorted();
  }

  /** The files of an instrument that was called like this over time. */
  async files(spans: readonly TickerSpan[]): Promise<LeanFiles> {
    const day = async (resolution: DayResolution): Promise<Record<TickType, DayFile[]>> => {
      const files: Record<TickType, DayFile[]> = { trade: [], quote: [] };
      for (const span of spans) {
        if (!this.names.get(resolution)?.includes(span.ticker)) continue;
        for (const type of TICK_TYPES) files[type].push(...(await this.dayFiles(resolution, type, span)));
      }
      return files;
    };
    return {
      days: { tick: await day('tick'), second: await day('second'), minute: await day('minute') },
      long: { hour: this.longFiles('hour', spans), daily: this.longFiles('daily', spans) },
    };
  }

  private async dayFiles(resolution: DayResolution, type: TickType, span: TickerSpan): Promise<DayFile[]> {
    const folder = `${this.path}/${resolution}/${span.ticker}`;
    const suffix = `_${type}.zip`;
    return (await namesIn(join(this.root, folder)))
      .filter((name) => name.endsWith(suffix) && isDate(name.slice(0, -suffix.length)))
      .map((name) => ({ date: name.slice(0, 8), path: `${folder}/${name}` }))
      .filter(({ date }) => date >= span.from && date <= span.to);
  }

  private longFiles(resolution: LongResolution, spans: readonly TickerSpan[]): Record<TickType, LongFile[]> {
    const files: Record<TickType, LongFile[]> = { trade: [], quote: [] };
    const names = this.names.get(resolution) ?? [];
    // Only currencies print no trades.
    const plain: TickType = this.assetClass === 'forex' ? 'quote' : 'trade';
    for (const span of spans) {
      for (const type of TICK_TYPES) {
        const candidates = [`${span.ticker}_${type}.zip`, ...(type === plain ? [`${span.ticker}.zip`] : [])];
        const name = candidates.find((each) => names.includes(each));
        if (name !== undefined) files[type].push({ path: `${this.path}/${resolution}/${name}`, span });
      }
    }
    return files;
  }
}
