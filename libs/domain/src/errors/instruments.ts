import { entriesOf } from './entry.js';

const entry = entriesOf('instruments');

/** Instruments and numbers. */
export const INSTRUMENTS = {
  INSTRUMENT_UNKNOWN: entry('The venue does not list this symbol.', 'Ask marketdata/request/instruments for the list.'),
  INSTRUMENT_INVALID: entry(
    'The instrument definition breaks a rule of the number contract.',
    'The message names what is wrong; scales with multiplier must not exceed 18 digits.',
  ),
  NUMBER_INVALID: entry(
    'The text is not a plain decimal number.',
    'Send digits with an optional sign and point, such as 12.50.',
  ),
  NUMBER_RANGE: entry(
    'The number does not fit the exact integer range.',
    'Reduce it; prices and quantities are bounded by 2^50 units.',
  ),
  PRICE_OFF_TICK: entry(
    'The price is not a multiple of the tick size.',
    'Round it to the tick size of the instrument.',
  ),
  PRICE_INVALID: entry(
    'The price is missing, not positive, or not allowed for this order type.',
    'Send a positive price for orders with a limit or trigger, and none for the others.',
  ),
  QUANTITY_OFF_LOT: entry(
    'The quantity is not a multiple of the lot size.',
    'Round it to the lot size of the instrument.',
  ),
  QUANTITY_INVALID: entry(
    'The quantity is not a positive number within the limits of the instrument.',
    'Send a positive quantity between the minimum and the maximum of the instrument.',
  ),
  ORDER_TERMS_INVALID: entry(
    'Type, time in force and instructions of the order do not go together.',
    'The message says what is missing or does not belong; the table of order types says what does.',
  ),
  ORDER_TYPE_UNSUPPORTED: entry(
    'The venue does not support this order type, time in force or instruction, or does not replace orders.',
    'The message says what it takes.',
  ),
} as const;
