import { barSeconds, US_PER_SECOND, type Bar, type Instrument, type StreamKind } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { parseBars } from '../../parse/rest/history.js';
import type { CoinbaseRest } from '../session/coinbase-rest.js';
import { firstTradeUs, type TimeRange } from './trades.js';

/** Kinds of bars that the venue makes. */
export const BAR_KINDS: readonly StreamKind[] = ['bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'];

/** Bars of one answer at most. */
const PAGE = 300;

export interface BarRange extends TimeRange {
  readonly kind: StreamKind;
}

/**
 * The bars that begin at or after `fromUs` and end by `toUs`, in parts of at most a page; none that is not closed yet, and none
 * of intervals without trades.
 */
export async function* barPages(
  rest: CoinbaseRest,
  instrument: Instrument,
  { kind, fromUs, toUs }: BarRange,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const seconds = barSeconds(kind);
  const lengthUs = seconds * US_PER_SECOND;
  const endUs = Math.floor(Math.min(toUs, clock.nowUs()) / lengthUs) * lengthUs;
  let startUs = Math.ceil(fromUs / lengthUs) * lengthUs;
  if (endUs - startUs > PAGE * lengthUs) {
    // Otherwise the years before the market would be asked for, page by page.
    const firstUs = await firstTradeUs(rest, instrument, signal);
    startUs = Math.max(startUs, Math.floor((firstUs ?? 0) / lengthUs) * lengthUs);
  }
  const path = `/products/${encodeURIComponent(instrument.symbol)}/candles`;
  while (startUs < endUs && !signal.aborted) {
    const pageEndUs = Math.min(endUs, startUs + PAGE * lengthUs);
    // The venue includes the bar that begins at the end.
    const [start, end] = [startUs, pageEndUs - lengthUs].map((us) => us / US_PER_SECOND);
    const bars = parseBars(await rest.ask(path, { granularity: seconds, start, end }, signal), instrument, lengthUs);
    const wanted = bars.filter((bar) => bar.startUs >= startUs && bar.endUs <= pageEndUs);
    if (wanted.length > 0) yield wanted;
    startUs = pageEndUs;
  }
}
