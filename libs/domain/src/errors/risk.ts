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
  RISK_CHECK: entry('A check of your own refused the order.', 'The message is the check’s own.'),
  RISK_REDUCE_ONLY: entry(
    'A reduce-only order would do more than reduce the position.',
    'Order less, or cancel other reduce-only orders first; without the flag it may open a position.',
  ),
  RISK_KILL_UNVERIFIED: entry(
    'It is not verified yet that nothing of the killed scope is open, or its positions are still being closed.',
    'Wait until the switch is VERIFIED or FLAT; `bourse rearm --force` re-arms it all the same.',
  ),
  RISK_KILL_ESCALATED: entry(
    'A kill switch could not do its work in time: orders or positions of its scope are left.',
    'The message says what is left: cancel and close it at the venue.',
  ),
  RISK_REARM_SECOND_PERSON: entry(
    'The re-arming awaits a second person, and this is the one who asked first.',
    'Have somebody else ask for it within 15 minutes.',
  ),
  RISK_LEASE_EXPIRED: entry(
    'The strategy or session gave no sign of life in time; its open orders are cancelled.',
    'Look whether its process runs and reaches the broker; it may order again at once.',
  ),
  RISK_RANGE: entry('A risk counter would leave the exact integer range.', 'The order is far too large.'),
} as const;
