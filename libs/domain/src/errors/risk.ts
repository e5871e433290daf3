import { entriesOf } from './entry.js';

const entry = entriesOf('risk');

/** Denials of the risk engine, raised before anything is sent. */
export const RISK = {
  RISK_KILLED: entry(
    'The kill switch of a scope above this order is latched.',
    'A person re-arms it once the cause is mended.',
  ),
  RISK_ORDER_QUANTITY: entry('The order quantity exceeds its cap.', 'Split the order or raise the limit.'),
  RISK_ORDER_NOTIONAL: entry('The order notional exceeds its cap.', 'Split the order or raise the limit.'),
  RISK_POSITION: entry('Position plus open orders would exceed the cap.', 'Reduce first, or raise the limit.'),
  RISK_OPEN_ORDERS: entry('Too many open orders.', 'Cancel some, or raise the limit.'),
  RISK_GROSS_NOTIONAL: entry('Reserved and held notional would exceed the cap.', 'Reduce first, or raise the limit.'),
  RISK_PRICE_COLLAR: entry(
    'The limit price is too far from the reference price.',
    'Price the order nearer to the market.',
  ),
  RISK_NO_REFERENCE: entry('No reference price is known for the instrument.', 'Start a market-data stream for it.'),
  RISK_STALE_REFERENCE: entry('The reference price is older than allowed.', 'Wait for fresh market data.'),
  RISK_RATE: entry('Too many orders within the window.', 'Send fewer, or raise the limit.'),
  RISK_SELF_TRADE: entry(
    'The order could trade against another open order of the same beneficial owner.',
    'Cancel the other order first, or set another mode of self-trade prevention.',
  ),
  RISK_CROSS_NO_BOOK: entry(
    'Orders of one account stood against each other, but no best bid and offer is known to cross them by.',
    'Start a stream of quotes or books for the instrument.',
  ),
  RISK_CROSS_STALE: entry(
    'Orders were not crossed inside: the best bid and offer are older than allowed.',
    'They went to the broker. Raise maxQuoteAgeUs, or mend the feed.',
  ),
  RISK_CROSS_LOCKED: entry(
    'Orders were not crossed inside: the book is locked or crossed.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_HALTED: entry(
    'Orders were not crossed inside: the instrument is halted.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_STRATEGY: entry(
    'Orders were not crossed inside: both are of one strategy.',
    'Look why the strategy trades against itself.',
  ),
  RISK_CROSS_ACCOUNT: entry(
    'Orders were not crossed inside: they are of two accounts of one owner.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_OWNER: entry(
    'Orders were not crossed inside: they are of two beneficial owners.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_PRICE: entry(
    'Orders were not crossed inside: no midpoint of the tick grid within the best bid and offer suits both limits.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_QUANTITY: entry(
    'Orders were not crossed inside: the rest would be too small for the broker, or is no multiple of the lot.',
    'They went to the broker; nothing is to be done.',
  ),
  RISK_CROSS_LIMIT: entry(
    'An order was not held for crossing: too many are held.',
    'It went to the broker. Shorten the hold.',
  ),
  RISK_CHECK: entry('A check of your own refused the order.', 'The message is the check’s own.'),
  RISK_RANGE: entry('A risk counter would leave the exact integer range.', 'The order is far too large.'),
} as const;
