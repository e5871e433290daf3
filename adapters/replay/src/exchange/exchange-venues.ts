import type { RecordedVenue } from '@bourseworks/feeds';
import { binanceRecordings, binanceUsdmRecordings } from '../../../binance/src/market-data/recorded.js';
import { coinbaseRecordings } from '../../../coinbase/src/market-data/recorded.js';
import { krakenRecordings } from '../../../kraken/src/market-data/recorded.js';

/** The venues whose messages are understood. */
export const RECORDED_VENUES: readonly RecordedVenue[] = [
  binanceRecordings,
  binanceUsdmRecordings,
  coinbaseRecordings,
  krakenRecordings,
];
