import type { FactorTable, Instrument } from '@bourseworks/domain';
import { factorFile } from './factor-file.js';
import { leanInstrument } from './instruments.js';
import { DAY_RESOLUTIONS, LONG_RESOLUTIONS, VenueFolder, type LeanFiles } from './lean-files.js';
import { LEAN_ASSET_CLASSES, type LeanAssetClass } from './lean-root.js';
import { MapFiles } from './map-file.js';
import { MarketHoursTable, type MarketHours } from './market-hours.js';
import { SymbolPropertiesTable } from './symbol-properties.js';

/** An instrument with data, and what is known of it. */
export interface LeanListing {
  readonly instrument: Instrument;
  readonly hours: MarketHours;
  readonly files: LeanFiles;
  /** Absent where there is no factor file. */
  readonly factors: FactorTable | undefined;
}

interface Tables {
  readonly properties: SymbolPropertiesTable;
  readonly hours: MarketHoursTable;
}

/** What a data folder holds for a list of venues: read once, at the start. */
export class LeanCatalogue {
  private constructor(
    readonly root: string,
    private readonly listings: ReadonlyMap<string, LeanListing>,
  ) {}

  /** `root`: the folder that holds the asset classes. Throws DomainError DATA_FORMAT for a broken table. */
  static async load(root: string, venues: readonly string[]): Promise<LeanCatalogue> {
    const tables = { properties: await SymbolPropertiesTable.load(root), hours: await MarketHoursTable.load(root) };
    const listings = new Map<string, LeanListing>();
    for (const venue of venues) {
      for (const assetClass of LEAN_ASSET_CLASSES) {
        for (const listing of await listingsOf(root, assetClass, venue, tables)) {
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
  { properties, hours }: Tables,
): Promise<LeanListing[]> {
  const folder = await VenueFolder.open(root, assetClass, venue);
  const maps = await MapFiles.load(root, folder.path);
  const listings: LeanListing[] = [];
  for (const ticker of folder.tickers()) {
    if (maps.isFormer(ticker)) continue;
    const files = await folder.files(maps.spans(ticker));
    if (isEmpty(files)) continue;
    const symbol = ticker.toUpperCase();
    const instrument = leanInstrument(assetClass, venue, symbol, properties.find(venue, assetClass, symbol));
    const known = hours.find(assetClass, venue, symbol);
    const factors = await factorFile(root, folder.path, ticker, known.zone);
    listings.push({ instrument, hours: known, files, factors });
  }
  return listings;
}

function isEmpty({ days, long }: LeanFiles): boolean {
  const all = [...DAY_RESOLUTIONS.map((each) => days[each]), ...LONG_RESOLUTIONS.map((each) => long[each])];
  return all.every(({ trade, quote }) => trade.length + quote.length === 0);
}
