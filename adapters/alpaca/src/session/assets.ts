import { DomainError } from '@bourseworks/domain';
import type { AlpacaSymbols } from '../config.js';
import { parseAsset, parseAssets, type VenueAsset } from '../parse/account.parse.js';

/** More symbols are taken out of the list of all assets, at the price of one large answer, instead of one by one. */
const FEW_SYMBOLS = 25;

/** How the trading interface is asked. Both throw DomainError ADAPTER_FAILED when there is no answer. */
export interface AssetQuestions {
  /** Undefined for what Alpaca does not know. */
  find(path: string): Promise<unknown>;
  ask(path: string, query: Readonly<Record<string, string>>): Promise<unknown>;
}

/** What Alpaca says of the symbols; nothing of those that it does not know. */
export async function findAssets(
  rest: AssetQuestions,
  { symbols, crypto }: AlpacaSymbols,
): Promise<ReadonlyMap<string, VenueAsset>> {
  const wanted = [...symbols, ...crypto];
  if (wanted.length > FEW_SYMBOLS) return allAssets(rest);
  const assets = new Map<string, VenueAsset>();
  for (const symbol of wanted) {
    const body = await rest.find(`/v2/assets/${encodeURIComponent(symbol)}`);
    if (body !== undefined) assets.set(symbol, parseAsset(body));
  }
  return assets;
}

/** A symbol that is configured and not to be had. */
export function unlisted(symbol: string, { crypto }: AlpacaSymbols): DomainError {
  const variable = crypto.includes(symbol) ? 'ALPACA_CRYPTO' : 'ALPACA_SYMBOLS';
  const message = `${variable} lists ${symbol}, which Alpaca does not trade`;
  return new DomainError({ code: 'CONFIG_INVALID', message, details: { variable } });
}

async function allAssets(rest: AssetQuestions): Promise<ReadonlyMap<string, VenueAsset>> {
  const assets = parseAssets(await rest.ask('/v2/assets', { status: 'active' }));
  return new Map(assets.map((asset) => [asset.symbol, asset]));
}
