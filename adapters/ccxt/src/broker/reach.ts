import type { CcxtExchange, CcxtListing, ListFeatures } from '../ccxt-exchange.js';

const DAY_MS = 86_400_000;
const PAGE = 500;
/** Where an exchange declares none: many answer for seven days from the time that they are given, and say nothing of later. */
const WINDOW_DAYS = 7;
const BACK_DAYS = 90;
const MAX_DAYS = 3_650;
/** Windows overlap: whether their ends belong to them differs. */
const OVERLAP_MS = 60_000;

/** How a list of an exchange's can be read. */
export interface Reach {
  /** Entries of a page. */
  readonly limit: number;
  /** How far beyond the time that it is asked from an answer goes, milliseconds. */
  readonly windowMs: number;
  /** What is older is not told, milliseconds. */
  readonly backMs: number;
}

function reachOf(declared: ListFeatures | null | undefined, page: number): Reach {
  const days = (value: number | null | undefined, otherwise: number): number => Math.min(value || otherwise, MAX_DAYS);
  return {
    limit: Math.min(declared?.limit || page, PAGE),
    windowMs: days(declared?.untilDays, WINDOW_DAYS) * DAY_MS - OVERLAP_MS,
    backMs: days(declared?.daysBack, BACK_DAYS) * DAY_MS,
  };
}

/** As ccxt's `features` declare it. */
export function tradesReach({ features }: CcxtExchange, contracts: boolean): Reach {
  return reachOf(groupOf(features, contracts)?.fetchMyTrades, PAGE);
}

/** What is declared of the kind of markets that are traded; of contracts it stands apart for linear ones. */
export function groupOf(features: CcxtListing['features'], contracts: boolean) {
  const group = contracts ? (features?.['swap'] ?? features?.['future']) : features?.['spot'];
  return group?.linear ?? group;
}
