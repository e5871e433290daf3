import { ok, refuse, type Instrument, type Result } from '@bourseworks/domain';
import type { Route } from '@bourseworks/order-engine';
import type { AdapterRegistry, BrokerAdapter } from '@bourseworks/ports';
import { createBroker } from './create-broker.js';

interface Entry {
  readonly broker: BrokerAdapter;
  readonly instruments: Map<string, Instrument>;
}

/** The brokers of this OMS by adapter name, and what they trade. */
export class BrokerDirectory {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly registry: AdapterRegistry) {
    for (const adapter of registry.all()) {
      const broker = createBroker(adapter);
      if (broker !== undefined) this.entries.set(adapter.name, { broker, instruments: new Map() });
    }
  }

  all(): readonly BrokerAdapter[] {
    return [...this.entries.values()].map((entry) => entry.broker);
  }

  find(adapter: string): BrokerAdapter | undefined {
    return this.entries.get(adapter)?.broker;
  }

  broker(adapter: string): BrokerAdapter {
    const broker = this.find(adapter);
    if (broker === undefined) throw new Error(`no broker of adapter ${adapter}`);
    return broker;
  }

  /** Takes over the instruments of a broker after it connected. */
  refresh(broker: BrokerAdapter): void {
    const instruments = this.entries.get(broker.name)?.instruments;
    for (const instrument of broker.instruments()) instruments?.set(instrument.key, instrument);
  }

  instrument(adapter: string, venue: string, symbol: string): Instrument | undefined {
    return this.entries.get(adapter)?.instruments.get(`${venue}/${symbol}`);
  }

  /** Every instrument with the adapter that trades it. */
  instruments(): { readonly adapter: string; readonly instrument: Instrument }[] {
    return [...this.entries].flatMap(([adapter, entry]) =>
      [...entry.instruments.values()].map((instrument) => ({ adapter, instrument })),
    );
  }

  route(venue: string, adapterName?: string): Result<Route> {
    const found = this.registry.find(venue, adapterName);
    if (!found.ok) return found;
    const entry = this.entries.get(found.value.name);
    if (entry === undefined) return refuse('ADAPTER_NO_BROKER', `adapter ${found.value.name} takes no orders`);
    return ok({ adapter: found.value.name, capabilities: entry.broker.capabilities });
  }

  /** Every broker that serves a venue, in the order of the adapters. */
  routes(venue: string): Route[] {
    return this.registry.all().flatMap(({ name, venues }) => {
      const entry = venues.includes(venue) ? this.entries.get(name) : undefined;
      return entry === undefined ? [] : [{ adapter: name, capabilities: entry.broker.capabilities }];
    });
  }

  /** Instrument of a live topic, whose venue is `venue` or `adapter.venue`. */
  ofTopic(topicVenue: string, symbol: string): Instrument | undefined {
    for (const adapter of this.registry.all()) {
      for (const venue of adapter.venues) {
        if (this.registry.topicVenue(adapter, venue) === topicVenue)
          return this.instrument(adapter.name, venue, symbol);
      }
    }
    return undefined;
  }
}
