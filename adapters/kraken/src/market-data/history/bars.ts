import { timeBars, US_PER_MINUTE, type Bar } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import { parseBars, type PastBars } from '../../parse/rest/history.js';
import type { KrakenRest } from '../session/kraken-rest.js';
import { tradePages, type TimeRange } from './trades.js';

/** Bars of one part. */
const PART = 250;
/** How often the venue is asked whether the bar that has just ended is among those that it keeps. */
const ATTEMPTS = 5;

export interface BarRange extends TimeRange {
  /** Minutes of a bar. */
  readonly interval: number;
}

/**
 * The bars that begin at or after `fromUs` and end by `toUs`, in parts; none that is not closed yet, and none of intervals
 * without trades. The venue keeps the last 720 intervals: older bars are built from its trades.
 */
export async function* barPages(
  rest: KrakenRest,
  pair: KrakenPair,
  range: BarRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const { fromUs, toUs, interval } = range;
  const kept = await askBars(rest, pair, range, signal);
  // Of a range that begins before what the venue keeps, the venue tells the end alone.
  const builtToUs = Math.min(toUs, kept.firstUs ?? toUs);
  const firstUs = Math.ceil(fromUs / (interval * US_PER_MINUTE)) * interval * US_PER_MINUTE;
  if (firstUs + interval * US_PER_MINUTE <= builtToUs)
    yield* builtBars(rest, pair, { ...range, toUs: builtToUs }, signal);
  const wanted = kept.bars.filter(({ startUs, endUs }) => startUs >= fromUs && endUs <= toUs);
  for (let at = 0; at < wanted.length && !signal.aborted; at += PART) yield wanted.slice(at, at + PART);
}

/**
 * The bars that a stream missed. The venue takes a moment to keep a bar that has just ended: without it nobody would miss it, as
 * the stream goes on with the next one.
 */
export async function* missedBars(
  rest: KrakenRest,
  pair: KrakenPair,
  range: BarRange,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const lengthUs = range.interval * US_PER_MINUTE;
  const endedUs = Math.floor(clock.nowUs() / lengthUs) * lengthUs;
  let toldUs = range.fromUs - 1;
  for (let attempt = 1; attempt <= ATTEMPTS && !signal.aborted; attempt++) {
    const { bars, lastUs = 0 } = await askBars(rest, pair, range, signal);
    const fresh = bars.filter(({ startUs }) => startUs > toldUs);
    if (fresh.length > 0) yield fresh;
    toldUs = Math.max(toldUs, lastUs);
    if (lastUs + lengthUs >= endedUs) return;
  }
}

async function askBars(
  rest: KrakenRest,
  { rest: pair, instrument }: KrakenPair,
  { interval, fromUs }: BarRange,
  signal: AbortSignal,
): Promise<PastBars> {
  const lengthUs = interval * US_PER_MINUTE;
  const since = Math.max(0, Math.floor((fromUs - lengthUs) / 1_000_000));
  return parseBars(await rest.ask('OHLC', { pair, interval, since }, signal), instrument, lengthUs);
}

async function* builtBars(
  rest: KrakenRest,
  pair: KrakenPair,
  { interval, fromUs, toUs }: BarRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const lengthUs = interval * US_PER_MINUTE;
  const firstUs = Math.ceil(fromUs / lengthUs) * lengthUs;
  const endUs = Math.floor(toUs / lengthUs) * lengthUs;
  const builder = timeBars(lengthUs);
  for await (const trades of tradePages(rest, pair, { fromUs: firstUs, toUs: endUs }, signal)) {
    const bars = trades.flatMap((trade) => builder.add(trade));
    if (bars.length > 0) yield bars;
  }
  const last = builder.flush(endUs);
  if (last.length > 0 && !signal.aborted) yield last;
}
