import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDate } from '../files/local-day.js';

/** Venues of recorded feeds: spot, and USD-M futures. */
export const BINANCE_VENUES = ['binance', 'binance-usdm'] as const;
export type BinanceVenue = (typeof BINANCE_VENUES)[number];

const FOLDER = 'binance-raw-feed';
/** `[usdm_]symbol_YYYYMMDD.gz`; symbols of delivery contracts have an underscore themselves. */
const FILE_NAME = /^(usdm_)?([a-z0-9]{1,32}(?:_[a-z0-9]{1,16})?)_(\d{8})\.gz$/;

/** The files of one symbol. */
export interface Recording {
  readonly venue: BinanceVenue;
  /** As in the names of files and streams, e.g. `btcusdt`. */
  readonly symbol: string;
  /** Ascending by date. */
  readonly files: readonly RecordedDay[];
}

export interface RecordedDay {
  readonly name: string;
  /** YYYYMMDD, the UTC day of the messages. */
  readonly date: string;
}

/** The folder with recorded feeds: `root/binance-raw-feed` or `root`; undefined when neither has one. */
export function binanceRoot(root: string): string | undefined {
  return [join(root, FOLDER), root].find((folder) => filesOf(folder).some((name) => FILE_NAME.test(name)));
}

/** What a folder holds, in the order of names. */
export function recordingsOf(folder: string): readonly Recording[] {
  const found = new Map<string, { venue: BinanceVenue; symbol: string; files: RecordedDay[] }>();
  for (const name of filesOf(folder)) {
    const match = FILE_NAME.exec(name);
    if (match === null || !isDate(match[3])) continue;
    const venue = match[1] === undefined ? 'binance' : 'binance-usdm';
    const key = `${venue}/${match[2]}`;
    const recording = found.get(key) ?? { venue, symbol: match[2], files: [] };
    found.set(key, recording);
    recording.files.push({ name, date: match[3] });
  }
  return [...found.values()];
}

/** Sorted: the file system's own order differs between machines. An absent folder or a plain file has none. */
function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
