import { DomainError, ok, refuse, type Instrument, type Result, type StreamKind } from '@bourseworks/domain';
import type { Adapter, AdapterRegistry, Clock } from '@bourseworks/ports';
import type { ListedInstrument } from '../live/live-protocol.js';
import { refusalOf } from '../threads/refusal-of.js';

export type LoadInstruments = (adapter: string) => Promise<readonly ListedInstrument[]>;

interface Listing {
  readonly loadedUs: number;
  readonly byKey: ReadonlyMap<string, ListedInstrument>;
}

/** An unknown symbol makes the list be asked for again, but not more often than this. */
const RELOAD_US = 10_000_000;

/** An instrument and the adapter that serves it. */
export interface Served {
  readonly adapter: Adapter;
  readonly instrument: Instrument;
}

/** Instruments of all adapters, asked for on first use and kept. */
export class InstrumentCatalogue {
  private readonly listings = new Map<string, Listing>();
  private readonly loading = new Map<string, Promise<Listing>>();

  constructor(
    private readonly registry: AdapterRegistry,
    private readonly clock: Clock,
    private readonly load: LoadInstruments,
  ) {}

  /** Refuses VENUE_UNKNOWN, ADAPTER_UNKNOWN, ADAPTER_NO_MARKET_DATA, INSTRUMENT_UNKNOWN, ADAPTER_FAILED. */
  async find(venue: string, symbol: string, adapterName?: string): Promise<Result<Served>> {
    const adapter = this.adapter(venue, adapterName);
    if (!adapter.ok) return adapter;
    const listed = await this.listed(adapter.value, `${venue}/${symbol}`);
    if (!listed.ok) return listed;
    return ok({ adapter: adapter.value, instrument: listed.value.instrument });
  }

  /** As `find`, and KIND_UNSUPPORTED. */
  async findKind(venue: string, symbol: string, kind: StreamKind, adapterName?: string): Promise<Result<Served>> {
    const adapter = this.adapter(venue, adapterName);
    if (!adapter.ok) return adapter;
    const listed = await this.listed(adapter.value, `${venue}/${symbol}`);
    if (!listed.ok) return listed;
    const { instrument, kinds } = listed.value;
    if (kinds.includes(kind)) return ok({ adapter: adapter.value, instrument });
    return refuse('KIND_UNSUPPORTED', `${instrument.key} has no ${kind}`, { kind, kinds: kinds.join(', ') });
  }

  /** Everything an adapter lists. */
  async all(adapter: Adapter): Promise<Result<readonly ListedInstrument[]>> {
    try {
      return ok([...(await this.listing(adapter.name)).byKey.values()]);
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  private adapter(venue: string, name: string | undefined): Result<Adapter> {
    const adapter = this.registry.find(venue, name);
    if (!adapter.ok || adapter.value.marketData !== undefined) return adapter;
    return refuse('ADAPTER_NO_MARKET_DATA', `adapter ${adapter.value.name} has no market data`, {
      adapter: adapter.value.name,
    });
  }

  private async listed(adapter: Adapter, key: string): Promise<Result<ListedInstrument>> {
    try {
      let listing = await this.listing(adapter.name);
      if (!listing.byKey.has(key) && this.clock.monotonicUs() - listing.loadedUs >= RELOAD_US) {
        // The old list stands until the new one is there: a venue that is away must not take its known symbols along.
        listing = await this.reload(adapter.name);
      }
      const found = listing.byKey.get(key);
      if (found !== undefined) return ok(found);
      return refuse('INSTRUMENT_UNKNOWN', `${adapter.name} does not list ${key}`, { adapter: adapter.name });
    } catch (error) {
      if (error instanceof DomainError) return { ok: false, refusal: refusalOf(error) };
      throw error;
    }
  }

  private listing(adapter: string): Promise<Listing> {
    const known = this.listings.get(adapter);
    return known === undefined ? this.reload(adapter) : Promise.resolve(known);
  }

  /** Asks the adapter; requests at the same time share one call. */
  private reload(adapter: string): Promise<Listing> {
    let loading = this.loading.get(adapter);
    if (loading === undefined) {
      loading = this.fetch(adapter).finally(() => this.loading.delete(adapter));
      this.loading.set(adapter, loading);
    }
    return loading;
  }

  private async fetch(adapter: string): Promise<Listing> {
    const listed = await this.load(adapter);
    const byKey = new Map(listed.map((each) => [each.instrument.key, each]));
    const listing = { loadedUs: this.clock.monotonicUs(), byKey };
    this.listings.set(adapter, listing);
    return listing;
  }
}
