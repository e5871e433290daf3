import { read } from '../fields.js';

/** A product of the venue's list; numbers are decimal texts. */
export interface ListedProduct {
  /** BTC-USD. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  /** Steps of prices and of quantities. */
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQuantity: string | undefined;
}

/** The answer of `products`, without those that are not listed any more. Throws DomainError DATA_FORMAT. */
export function parseProducts(body: unknown): ListedProduct[] {
  if (!Array.isArray(body)) throw read.badData('no list of products');
  return body.flatMap((value: unknown) => {
    const raw = read.asRaw(value, 'a product');
    if (raw['status'] === 'delisted') return [];
    return [
      {
        id: read.textOf(raw, 'id'),
        base: read.textOf(raw, 'base_currency'),
        quote: read.textOf(raw, 'quote_currency'),
        tickSize: read.textOf(raw, 'quote_increment'),
        lotSize: read.textOf(raw, 'base_increment'),
        minQuantity: read.optionalText(raw, 'base_min_size'),
      },
    ];
  });
}
