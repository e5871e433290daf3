import type { Instrument } from '@bourseworks/domain';
import { symbolOf, toInstrument } from '../mapper/instrument.mapper.js';
import type { VenueAsset } from '../parse/account.parse.js';
import { fields } from '../parse/fields.js';

/** Assets that are held or traded beside the configured ones, as they come up. */
const MAX_OTHERS = 10_000;
const KNOWN_CLASSES: ReadonlySet<string> = new Set(['us_equity', 'crypto']);

/** The instruments by Alpaca's symbols, which it writes with or without the slash: `BTC/USD` in one answer, `BTCUSD` in another. */
export class Listings {
  private readonly listed = new Map<string, Instrument>();
  private readonly venueSymbols = new Map<string, string>();
  private readonly others = new Map<string, Instrument>();

  list(asset: VenueAsset, subDollar: boolean): void {
    const instrument = toInstrument(asset, subDollar);
    this.listed.set(instrument.symbol, instrument);
    this.venueSymbols.set(instrument.symbol, asset.symbol);
  }

  get size(): number {
    return this.listed.size;
  }

  /** Whether a symbol that Alpaca sent is a configured one. */
  has(venueSymbol: string): boolean {
    return this.listed.has(symbolOf(venueSymbol));
  }

  all(): readonly Instrument[] {
    return [...this.listed.values()];
  }

  /** As Alpaca wants it in an order. */
  venueSymbolOf(instrument: Instrument): string {
    return this.venueSymbols.get(instrument.symbol) ?? instrument.symbol;
  }

  /**
   * The instrument of a symbol that Alpaca sent, one that is not configured included: what is traded elsewhere on the
   * account is to be seen, not left out. Undefined for options and whatever else this platform does not trade there.
   */
  of(venueSymbol: string, assetClass: string): Instrument | undefined {
    const symbol = symbolOf(venueSymbol);
    const known = this.listed.get(symbol) ?? this.others.get(symbol);
    if (known !== undefined || !KNOWN_CLASSES.has(assetClass)) return known;
    if (this.others.size >= MAX_OTHERS) throw fields.badData(`more than ${MAX_OTHERS} symbols that are not configured`);
    const plain = { tradable: true, fractionable: true, minOrderSize: undefined, minTradeIncrement: undefined };
    try {
      const other = toInstrument({ ...plain, symbol: venueSymbol, assetClass, priceIncrement: undefined });
      this.others.set(symbol, other);
      return other;
    } catch {
      // No order of ours can be in what makes no instrument.
      return undefined;
    }
  }
}
