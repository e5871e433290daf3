import type { BookLevel } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from '@bourseworks/feeds';
import { read } from '../fields.js';
import { END, keyOf, type JsonScanner } from './json-scanner.js';
import { usOfMs, type Scales } from './scales.js';

const [FIRST, LAST, PREVIOUS, EVENT_TIME, TIME, BIDS, ASKS] = ['U', 'u', 'pu', 'E', 'T', 'b', 'a'].map(keyOf);

/** Levels of one side in a message; a book of the venue has fewer. */
const MAX_LEVELS = 100_000;

/**
 * A change of the stream `@depth`; throws DATA_FORMAT. `futures`: it names the change before it. The time is that of the
 * matching engine where it is told, as by futures, else that of the message.
 */
export function scanDiff(scan: JsonScanner, scales: Scales, futures: boolean, receivedUs: number): DepthDiff {
  let firstId = -1;
  let lastId = -1;
  let previousId = -1;
  let eventMs = -1;
  let ms = -1;
  let bids: BookLevel[] | undefined;
  let asks: BookLevel[] | undefined;
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key === BIDS) bids = scanLevels(scan, scales);
    else if (key === ASKS) asks = scanLevels(scan, scales);
    else if (key === FIRST) firstId = scan.count();
    else if (key === LAST) lastId = scan.count();
    else if (key === PREVIOUS) previousId = scan.count();
    else if (key === EVENT_TIME) eventMs = scan.count();
    else if (key === TIME) ms = scan.count();
    else scan.skip();
  }
  if (bids === undefined || asks === undefined || firstId < 0 || eventMs < 0 || (futures && previousId < 0))
    throw read.badData('a change of a book that lacks a field');
  if (firstId > lastId) throw read.badData('a change of a book whose ids are reversed');
  const us = usOfMs(ms < 0 ? eventMs : ms);
  return { us, ns: 0, receivedUs, receivedNs: 0, firstId, lastId, previousId, bids, asks };
}

function scanLevels(scan: JsonScanner, { priceScale, qtyScale }: Scales): BookLevel[] {
  const levels: BookLevel[] = [];
  scan.openList();
  while (scan.nextItem()) {
    scan.openList();
    if (!scan.nextItem()) throw read.badData('a level without a price');
    const price = scan.units(priceScale);
    if (price === 0 || !scan.nextItem()) throw read.badData('a level without a price or a quantity');
    levels.push([price, scan.units(qtyScale)]);
    while (scan.nextItem()) scan.skip();
    if (levels.length > MAX_LEVELS) throw read.badData('more levels than a book has');
  }
  return levels;
}

/** A snapshot of /depth; spot tells no time: that of receipt stands for it. Throws DATA_FORMAT. */
export function parseDepth(body: unknown, scales: Scales, receivedUs: number): DepthSnapshot {
  const raw = read.asRaw(body, 'a book');
  const us = raw['T'] === undefined ? receivedUs : usOfMs(read.countOf(raw, 'T'));
  return {
    us,
    ns: 0,
    receivedUs,
    receivedNs: 0,
    lastUpdateId: read.countOf(raw, 'lastUpdateId'),
    bids: levelsOf(read.listOf(raw, 'bids'), scales),
    asks: levelsOf(read.listOf(raw, 'asks'), scales),
  };
}

function levelsOf(list: readonly unknown[], { priceScale, qtyScale }: Scales): BookLevel[] {
  return list.map((item) => {
    if (!Array.isArray(item)) throw read.badData('a level that is no list');
    const level: BookLevel = [read.unitsOf(item[0], priceScale), read.unitsOf(item[1], qtyScale)];
    if (level[0] === 0) throw read.badData('a level without a price');
    return level;
  });
}
