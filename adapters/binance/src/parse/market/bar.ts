import type { Bar } from '@bourseworks/domain';
import { read } from '../fields.js';
import { END, keyOf, type JsonScanner } from './json-scanner.js';
import { usOfMs, type Scales } from './scales.js';

const [KLINE, START, LAST_MS, OPEN, HIGH, LOW, CLOSE, VOLUME, TRADES, CLOSED] = [
  'k',
  't',
  'T',
  'o',
  'h',
  'l',
  'c',
  'v',
  'n',
  'x',
].map(keyOf);

/** The bar of a message of `@kline`; undefined while it is not closed, as its values are not final. Throws DATA_FORMAT. */
export function scanBar(scan: JsonScanner, scales: Scales, receivedUs: number): Bar | undefined {
  let bar: Bar | undefined;
  let found = false;
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key !== KLINE) {
      scan.skip();
      continue;
    }
    found = true;
    bar = scanKline(scan, scales, receivedUs);
  }
  if (found) return bar;
  throw read.badData('a message of bars without a bar');
}

function scanKline(scan: JsonScanner, { priceScale, qtyScale }: Scales, receivedUs: number): Bar | undefined {
  let startMs = -1;
  let lastMs = -1;
  let open = -1;
  let high = -1;
  let low = -1;
  let close = -1;
  let volume = -1;
  let trades = -1;
  let closed: boolean | undefined;
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key === START) startMs = scan.count();
    else if (key === LAST_MS) lastMs = scan.count();
    else if (key === OPEN) open = scan.units(priceScale);
    else if (key === HIGH) high = scan.units(priceScale);
    else if (key === LOW) low = scan.units(priceScale);
    else if (key === CLOSE) close = scan.units(priceScale);
    else if (key === VOLUME) volume = scan.units(qtyScale);
    else if (key === TRADES) trades = scan.count();
    else if (key === CLOSED) closed = scan.flag();
    else scan.skip();
  }
  if (startMs < 0 || lastMs < 0 || open < 0 || high < 0 || low < 0 || close < 0) throw read.badData(INCOMPLETE);
  if (volume < 0 || trades < 0 || closed === undefined) throw read.badData(INCOMPLETE);
  if (!closed) return undefined;
  return { ...checked({ startMs, lastMs, open, high, low, close, volume, trades }), receivedUs, receivedNs: 0 };
}

const INCOMPLETE = 'a bar that lacks a field';

/** The rows of /klines, ascending; the last may not be closed yet. Throws DATA_FORMAT. */
export function parseBars(body: unknown, { priceScale, qtyScale }: Scales): Bar[] {
  if (!Array.isArray(body)) throw read.badData('no list of bars');
  return (body as readonly unknown[]).map((row) => {
    if (!Array.isArray(row)) throw read.badData('a bar that is no list');
    const [open, high, low, close] = [1, 2, 3, 4].map((column) => read.unitsOf(row[column], priceScale));
    const raw = { startMs: row[0] as unknown, lastMs: row[6] as unknown, trades: row[8] as unknown };
    const [startMs, lastMs, trades] = ['startMs', 'lastMs', 'trades'].map((field) => read.countOf(raw, field));
    return checked({ startMs, lastMs, open, high, low, close, volume: read.unitsOf(row[5], qtyScale), trades });
  });
}

interface Values extends Pick<Bar, 'open' | 'high' | 'low' | 'close' | 'volume' | 'trades'> {
  readonly startMs: number;
  /** Last millisecond of the bar. */
  readonly lastMs: number;
}

function checked({ startMs, lastMs, open, high, low, close, volume, trades }: Values): Bar {
  if (lastMs < startMs) throw read.badData('a bar that ends before it begins');
  if (low === 0) throw read.badData('a bar without a price');
  if (low > Math.min(open, close) || high < Math.max(open, close)) throw read.badData('a bar whose prices cross');
  return {
    kind: 'bar',
    startUs: usOfMs(startMs),
    endUs: usOfMs(lastMs + 1),
    open,
    high,
    low,
    close,
    volume,
    trades,
  };
}
