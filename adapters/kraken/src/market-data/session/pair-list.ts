import { DomainError, type Instrument } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { toPair, type KrakenPair } from '../../mapper/pair.mapper.js';
import { parseAssetPairs } from '../../parse/rest/asset-pairs.js';
import type { KrakenRest } from './kraken-rest.js';

/** Ticks and lots change rarely; pairs are added a few times a week. */
const LISTED_US = 600_000_000;

/** The pairs that the venue lists, asked for anew after ten minutes. */
export class PairList {
  private listed: { readonly pairs: ReadonlyMap<string, KrakenPair>; readonly sinceUs: number } | undefined;
  private asking: Promise<ReadonlyMap<string, KrakenPair>> | undefined;

  constructor(
    private readonly rest: KrakenRest,
    private readonly clock: Clock,
  ) {}

  async instruments(): Promise<readonly Instrument[]> {
    const { listed } = this;
    const fresh = listed !== undefined && this.clock.monotonicUs() - listed.sinceUs < LISTED_US;
    return Array.from((fresh ? listed.pairs : await this.ask()).values(), ({ instrument }) => instrument);
  }

  /** Throws DomainError INSTRUMENT_UNKNOWN. */
  async find({ venue, symbol, key }: Instrument): Promise<KrakenPair> {
    const pair = (this.listed?.pairs ?? (await this.ask())).get(key);
    if (pair !== undefined) return pair;
    const message = `Kraken does not list ${venue}/${symbol}`;
    throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message, details: { venue, symbol } });
  }

  /** Those who ask at once share one request. */
  private ask(): Promise<ReadonlyMap<string, KrakenPair>> {
    this.asking ??= this.fetch().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(): Promise<ReadonlyMap<string, KrakenPair>> {
    const listed = parseAssetPairs(await this.rest.ask('AssetPairs', {}));
    const pairs = new Map(
      listed.flatMap((each) => {
        const pair = toPair(each);
        return pair === undefined ? [] : [[pair.instrument.key, pair] as const];
      }),
    );
    this.listed = { pairs, sinceUs: this.clock.monotonicUs() };
    return pairs;
  }
}
