import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instrument } from '@bourseworks/domain';
import { leanInstrument } from './instruments.js';
import { LEAN_ASSET_CLASSES, type LeanAssetClass } from './lean-root.js';
import { isDate, type ZoneName } from './local-day.js';
import { SymbolPropertiesTable } from './symbol-properties.js';

/** The files of one kind of one instrument. */
export type TickType = 'trade' | 'quote';

/** An instrument with data, and where its files are. */
export interface LeanListing {
  readonly instrument: Instrument;
  readonly zone: ZoneName;
  /** Folder of its minute files, below the data root. */
  readonly folder: string;
  /** Dates (YYYYMMDD) with a file, ascending. */
  readonly dates: Readonly<Record<TickType, readonly string[]>>;
}

/** What a data folder holds for a list of venues: read once, at the start. */
export class LeanCatalogue {
  private constructor(
    readonly root: string,
    private readonly listings: ReadonlyMap<string, LeanListing>,
  ) {}

  /** `root`: the folder that holds the asset classes. Throws DomainError DATA_FORMAT for a broken table. */
  static async load(root: string, venues: readonly string[]): Promise<LeanCatalogue> {
    const properties = await SymbolPropertiesTable.load(root);
    const listings = new Map<string, LeanListing>();
    for (const venue of venues) {
      for (const assetClass of LEAN_ASSET_CLASSES) {
        for (const listing of await listingsOf(root, assetClass, venue, properties)) {
          listings.set(listing.instrument.key, listing);
        }
      }
    }
    return new LeanCatalogue(root, listings);
  }

  instruments(): readonly Instrument[] {
    return [...this.listings.values()].map((listing) => listing.instrument);
  }

  find(instrumentKey: string): LeanListing | undefined {
    return this.listings.get(instrumentKey);
  }
}

async function listingsOf(
  root: string,
  assetClass: LeanAssetClass,
  venue: string,
  properties: SymbolPropertiesTable,
): Promise<LeanListing[]> {
  const minute = join(assetClass, venue, 'minute');
  const listings: LeanListing[] = [];
  for (const name of await entries(join(root, minute))) {
    const folder = join(minute, name);
    const files = await entries(join(root, folder));
    const dates = { trade: datesOf(files, 'trade'), quote: datesOf(files, 'quote') };
    if (dates.trade.length + dates.quote.length === 0) continue;
    const symbol = name.toUpperCase();
    const instrument = leanInstrument(assetClass, venue, symbol, properties.find(venue, assetClass, symbol));
    listings.push({ instrument, zone: assetClass === 'equity' ? 'America/New_York' : 'UTC', folder, dates });
  }
  return listings;
}

function datesOf(files: readonly string[], tickType: TickType): string[] {
  const suffix = `_${tickType}.zip`;
  return files
    .filter((file) => file.endsWith(suffix) && isDate(file.slice(0, -suffix.length)))
    .map((file) => file.slice(0, 8));
}

/** Names in a folder, sorted: the file system's own order differs between machines. Absent folder or plain file = none. */
async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
