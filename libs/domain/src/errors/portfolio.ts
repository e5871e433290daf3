import { entriesOf } from './entry.js';

const entry = entriesOf('portfolio');

/** Refusals of the portfolio: lots, cash events, conversion, margin, risk measures. */
export const PORTFOLIO = {
  LOT_UNKNOWN: entry('No open lot has this id.', 'Ask for the open lots of the position; it may be closed already.'),
  LOT_EXISTS: entry('An open lot of the position has this id.', 'Choose an id of its own for every lot.'),
  LOT_QUANTITY: entry(
    'The quantity is not a positive number of units, or more than the lot holds.',
    'Close at most what is left of the lot; details state it.',
  ),
  LOT_LIMIT: entry('The position has as many open lots as it may.', 'Close lots first; details state the limit.'),
  LOTS_NOT_KEPT: entry('The account keeps no lots.', 'Configure the account with lots.'),
  SPLIT_INVALID: entry(
    'The ratio or the price of a split is not a positive integer.',
    'State n new for m old units, and the price after the split for fractions.',
  ),
  SPLIT_OPEN_ORDERS: entry(
    'Orders in the instrument are open: their quantities and prices are those of before the split.',
    'Cancel them, wait until they are closed, and split then.',
  ),
  SPLIT_UNBOOKED: entry(
    'A broker restated an order in the units after a corporate action, of which nothing is booked here.',
    'Book the split: positions, lists and stops that are held are in the units of before until then.',
  ),
  CASH_BOOKED: entry('A cash event or a split was booked.', 'Tells what happened; nothing is wrong.'),
  CASH_AMOUNT: entry(
    'The amount of a cash event is not what its kind takes.',
    'Deposits, withdrawals, fees and conversions are positive, dividends, days and rates of loans not negative.',
  ),
  CONVERSION_RATE_INVALID: entry('The conversion rate is not positive.', 'State a positive decimal.'),
  CONVERSION_RATE_LIMIT: entry('Too many pairs of currencies have a rate.', 'Details state the limit.'),
  CONVERSION_RATE_MISSING: entry(
    'No rate is known between the two currencies.',
    'State one; amounts are never taken at one to one.',
  ),
  CONVERSION_RATE_STALE: entry(
    'The rate between the two currencies is older than allowed.',
    'State a fresh one; details give its age.',
  ),
  MARGIN_SHORT_FORBIDDEN: entry('A cash account cannot hold a short position.', 'Use a margin account.'),
  MARGIN_INSUFFICIENT: entry(
    'The equity would not cover the initial margin.',
    'Reduce, or bring in money; details state both.',
  ),
  MARGIN_INPUT: entry(
    'The margin model cannot take this position.',
    'The message says why: currency, tiers, leverage or missing values.',
  ),
  SAMPLE_TOO_SMALL: entry(
    'Too few observations, or none that vary, for this measure.',
    'Collect more; details state how many there are.',
  ),
  SHOCK_INVALID: entry('A shock takes more than the whole value.', 'A price cannot fall by more than 100 %.'),
} as const;
