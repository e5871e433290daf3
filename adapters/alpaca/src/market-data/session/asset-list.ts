import { DomainError, type Instrument } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { AlpacaDataConfig } from '../../config.js';
import { toDataInstrument } from '../../mapper/instrument.mapper.js';
import type { VenueAsset } from '../../parse/account.parse.js';
import { findAssets, unlisted } from '../../session/assets.js';
import type { DataRest } from './data-rest.js';

/** Ticks and lots change rarely. */
const LISTED_US = 3_600_000_000;

/** What the test feed is of; no asset of the trading interface. */
const TEST_ASSET: VenueAsset = {
  symbol: 'FAKEPACA',
  assetClass: 'us_equity',
  tradable: false,
  fractionable: false,
  minOrderSize: undefined,
  minTradeIncrement: undefined,
  priceIncrement: undefined,
};

/** An instrument, and its symbol at Alpaca. */
interface Listed {
  readonly instrument: Instrument;
  readonly venueSymbol: string;
}

/** The configured symbols, as the trading interface lists them; asked for anew after an hour. */
export class AssetList {
  private listed: { readonly assets: ReadonlyMap<string, Listed>; readonly sinceUs: number } | undefined;
  private asking: Promise<ReadonlyMap<string, Listed>> | undefined;

  constructor(
    private readonly rest: DataRest,
    private readonly config: AlpacaDataConfig,
    private readonly clock: Clock,
  ) {}

  /** Throws DomainError CONFIG_INVALID for a symbol that Alpaca does not know. */
  async instruments(): Promise<readonly Instrument[]> {
    const { listed } = this;
    const fresh = listed !== undefined && this.clock.monotonicUs() - listed.sinceUs < LISTED_US;
    const assets = fresh ? listed.assets : await this.ask();
    return Array.from(assets.values(), ({ instrument }) => instrument);
  }

  /** The symbol of an instrument at Alpaca: of a pair with its slash. Throws DomainError INSTRUMENT_UNKNOWN. */
  async find({ venue, symbol, key }: Instrument): Promise<string> {
    const asset = (this.listed?.assets ?? (await this.ask())).get(key);
    if (asset !== undefined) return asset.venueSymbol;
    const message = `ALPACA_SYMBOLS and ALPACA_CRYPTO do not list ${venue}/${symbol}`;
    throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message, details: { venue, symbol } });
  }

  /** Those who ask at once share the requests. */
  private ask(): Promise<ReadonlyMap<string, Listed>> {
    this.asking ??= this.fetch().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(): Promise<ReadonlyMap<string, Listed>> {
    const { feed, symbols, crypto, subDollar } = this.config;
    const isTest = (symbol: string): boolean => feed === 'test' && symbol === TEST_ASSET.symbol;
    const asked = { symbols: symbols.filter((symbol) => !isTest(symbol)), crypto, subDollar };
    const known = await findAssets(this.rest, asked);
    const assets = new Map<string, Listed>();
    for (const symbol of [...symbols, ...crypto]) {
      const asset = isTest(symbol) ? TEST_ASSET : known.get(symbol);
      if (asset === undefined) throw unlisted(symbol, this.config);
      const instrument = toDataInstrument(asset, subDollar.includes(symbol));
      assets.set(instrument.key, { instrument, venueSymbol: asset.symbol });
    }
    this.listed = { assets, sinceUs: this.clock.monotonicUs() };
    return assets;
  }
}
