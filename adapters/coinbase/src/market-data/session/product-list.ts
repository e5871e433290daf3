import { DomainError, type Instrument } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { toInstrument } from '../../mapper/product.mapper.js';
import { parseProducts } from '../../parse/rest/products.js';
import type { CoinbaseRest } from './coinbase-rest.js';

/** Ticks and lots change rarely; products are added a few times a week. */
const LISTED_US = 600_000_000;

/** The products that the venue lists, asked for anew after ten minutes. */
export class ProductList {
  private listed: { readonly products: ReadonlyMap<string, Instrument>; readonly sinceUs: number } | undefined;
  private asking: Promise<ReadonlyMap<string, Instrument>> | undefined;

  constructor(
    private readonly rest: CoinbaseRest,
    private readonly clock: Clock,
  ) {}

  async instruments(): Promise<readonly Instrument[]> {
    const { listed } = this;
    const fresh = listed !== undefined && this.clock.monotonicUs() - listed.sinceUs < LISTED_US;
    return Array.from((fresh ? listed.products : await this.ask()).values());
  }

  /** The name by which the venue knows an instrument. Throws DomainError INSTRUMENT_UNKNOWN. */
  async find({ venue, symbol, key }: Instrument): Promise<string> {
    const product = (this.listed?.products ?? (await this.ask())).get(key);
    if (product !== undefined) return product.symbol;
    const message = `Coinbase does not list ${venue}/${symbol}`;
    throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message, details: { venue, symbol } });
  }

  /** Those who ask at once share one request. */
  private ask(): Promise<ReadonlyMap<string, Instrument>> {
    this.asking ??= this.fetch().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(): Promise<ReadonlyMap<string, Instrument>> {
    const listed = parseProducts(await this.rest.ask('/products', {}));
    const products = new Map(
      listed.flatMap((each) => {
        const instrument = toInstrument(each);
        return instrument === undefined ? [] : [[instrument.key, instrument] as const];
      }),
    );
    this.listed = { products, sinceUs: this.clock.monotonicUs() };
    return products;
  }
}
