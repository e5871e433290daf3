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
  RISK_HALTED: entry(
    'The venue halted the instrument, or a scope above the order is HALTED.',
    'Wait for the venue; a person re-arms what losses or conduct halted.',
  ),
  RISK_REDUCING: entry(
    'A scope above the order is REDUCING and the order could enlarge a position.',
    'Reduce the position, or have a person re-arm the scope.',
  ),
  RISK_CLOSED: entry('The order came outside the trading hours.', 'Send it when the session is open.'),
  RISK_RESTRICTED: entry('The instrument is on the restricted list.', 'Have the list changed, or trade another.'),
  RISK_VOLUME_SHARE: entry('The order is too large a share of the daily volume.', 'Split the order over time.'),
  RISK_NO_VOLUME: entry(
    'The average daily volume that a limit asks for is not known.',
    'State it in `dailyVolumes` of the limits, or take the limit off.',
  ),
  RISK_PRICE_WINDOW: entry(
    'The price is too far from where the market was within the window.',
    'Wait until the market settles, or price the order nearer to where it was.',
  ),
  RISK_STALE_DATA: entry('The quote is too old for an opening order.', 'Wait for fresh market data.'),
  RISK_BOOK_GAPPED: entry('The book missed a change.', 'Wait until the feed has recovered.'),
  RISK_BOOK_LOCKED: entry('Bid and ask are equal.', 'Wait until the market has a spread.'),
  RISK_BOOK_CROSSED: entry('The bid is above the ask.', 'Wait until the market data is sound again.'),
  RISK_DUPLICATE: entry('The same order was sent a moment ago.', 'Wait for the window if it is meant twice.'),
  RISK_SHORT_SALE: entry('The account may not sell short.', 'Sell what is held.'),
  RISK_LOCATE: entry('A short sale needs a locate for its quantity.', 'Obtain a locate, or sell what is held.'),
  RISK_BUYING_POWER: entry(
    'Cash, or equity for margin, and credit do not cover the order.',
    'Cancel open orders, reduce positions or add cash.',
  ),
  RISK_NET_NOTIONAL: entry('Long less short would exceed the cap.', 'Reduce first, or raise the limit.'),
  RISK_CONCENTRATION: entry(
    'One instrument would be too large a share of the equity.',
    'Spread the position, or raise the limit.',
  ),
  RISK_NO_RATE: entry(
    'A currency has no rate to that of the firm, whose amounts are limited.',
    'State the rate in the limits.',
  ),
  RISK_DAILY_LOSS: entry('The loss of the day reached its limit.', 'A person decides and re-arms the scope.'),
  RISK_DRAWDOWN: entry('The drawdown reached its limit.', 'A person decides and re-arms the scope.'),
  RISK_REPEATED_EXECUTION: entry(
    'A strategy was executed too often within the window.',
    'Look at the strategy; a person re-arms it.',
  ),
  RISK_MESSAGE_RATIO: entry(
    'A strategy sent too many messages for each execution.',
    'Look at the strategy; a person re-arms it.',
  ),
  RISK_VERSION: entry('New limits are not later than those in force.', 'Give them a version above the one in force.'),
  RISK_LIMITS: entry('Limits, or a locate, were changed by a person.', 'Tells what happened; nothing is wrong.'),
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
