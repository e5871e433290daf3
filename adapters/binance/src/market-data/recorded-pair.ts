import { DomainError } from '@bourseworks/domain';

/** Currencies a symbol may end with; the first that fits. */
const CURRENCIES = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY', 'GBP'];

/**
 * `BTCUSDT` counts BTC in USDT; a delivery date behind an underscore belongs to neither. For recordings without the venue's list.
 * Throws DomainError INSTRUMENT_INVALID when the currency is not known; `file` is what the message calls the recording.
 */
export function recordedPair(symbol: string, file: string): { readonly base: string; readonly currency: string } {
  const [pair] = symbol.toUpperCase().split('_');
  const currency = CURRENCIES.find((each) => pair.endsWith(each) && pair.length > each.length);
  if (currency === undefined) {
    throw new DomainError({
      code: 'INSTRUMENT_INVALID',
      message: `${file}: the currency of ${pair} is not known`,
      details: { field: 'currency', value: pair },
    });
  }
  return { base: pair.slice(0, pair.length - currency.length), currency };
}
