import { entriesOf } from './entry.js';

const entry = entriesOf('market-data');

/** Adapters and market data. */
export const MARKET_DATA = {
  ADAPTER_UNKNOWN: entry('No adapter of this name is installed.', 'Details list the adapters that are.'),
  ADAPTER_NO_MARKET_DATA: entry('The adapter has no market-data side.', 'Choose another adapter.'),
  ADAPTER_NO_BROKER: entry('The adapter has no broker side.', 'Choose another adapter for orders.'),
  ADAPTER_ACCOUNT: entry(
    'The broker does not hold the account.',
    'Choose another adapter, or name it for the account in ACCOUNTS (adapters).',
  ),
  ADAPTER_FAILED: entry(
    'The venue or its adapter failed.',
    'See the message; the stream status topic tells when it is back.',
  ),
  ADAPTER_LOGIN: entry(
    'The venue refuses the login: keys, their rights, or the address that they are bound to. Asking again does not help.',
    'Mend the keys in the settings of the adapter, or at the venue. The adapter tries again by itself, minutes apart.',
  ),
  VENUE_UNKNOWN: entry('No adapter serves this venue.', 'Details list the venues that are served.'),
  KIND_UNSUPPORTED: entry(
    'The adapter does not offer this kind of data for the instrument.',
    'Details list the kinds it offers.',
  ),
  ADJUSTMENT_UNSUPPORTED: entry(
    'The adapter has no prices adjusted like this for the instrument.',
    'Details list the adjustments it offers.',
  ),
  HISTORY_BUSY: entry('All history workers are taken.', 'Repeat after a moment; the pool is bounded on purpose.'),
  HISTORY_RANGE_INVALID: entry(
    'The time range is empty, reversed, or too long.',
    'Send from < to, at most the limit in details.',
  ),
  HISTORY_NOT_FOUND: entry('No data are stored for this instrument and range.', 'Check symbol and dates.'),
  HISTORY_CANCELLED: entry('The history request was cancelled.', 'Nothing to do.'),
  STREAM_UNKNOWN: entry('No such stream is running.', 'Request it on marketdata/request/live first.'),
  STREAM_LIMIT: entry('The bound on running streams is reached.', 'Release streams, or raise MARKET_DATA_MAX_STREAMS.'),
  LEASE_UNKNOWN: entry('The lease is not known; it may have run out.', 'Request the stream again.'),
  STORE_UNAVAILABLE: entry(
    'The store that market-data keeps its registry or series in did not answer in time, or its lease there was lost.',
    'Check REDIS_URL, or the disk of DATA_DIR; work goes on when it answers again.',
  ),
  STORE_LIMIT: entry(
    'A key, a value or a number of entries exceeds the bound of the store.',
    'Details state the bound.',
  ),
  STORE_CORRUPT: entry(
    'A file of the store is damaged.',
    'The message names the file; restore it, or remove it: what it held is fetched again.',
  ),
  DATA_FORMAT: entry('A data file or venue message could not be parsed.', 'The message names the place.'),
} as const;
