import { ok, refuse, type Result } from '@bourseworks/domain';
import type { Adapter } from './adapter.js';

/** The adapters that dependency injection put together, by name and by venue. Immutable after construction. */
export class AdapterRegistry {
  private readonly byName = new Map<string, Adapter>();
  private readonly defaults = new Map<string, Adapter>();

  constructor(adapters: readonly Adapter[]) {
    for (const adapter of adapters) {
      if (this.byName.has(adapter.name)) throw new Error(`two adapters are named ${adapter.name}`);
      this.byName.set(adapter.name, adapter);
      for (const venue of adapter.venues) if (!this.defaults.has(venue)) this.defaults.set(venue, adapter);
    }
  }

  all(): readonly Adapter[] {
    return [...this.byName.values()];
  }

  byAdapterName(name: string): Result<Adapter> {
    const adapter = this.byName.get(name);
    if (adapter !== undefined) return ok(adapter);
    return refuse('ADAPTER_UNKNOWN', `no adapter is named ${name}`, { adapters: [...this.byName.keys()].join(', ') });
  }

  /** The named adapter if given, else the default adapter of the venue. */
  find(venue: string, name?: string): Result<Adapter> {
    if (name !== undefined) {
      const named = this.byAdapterName(name);
      if (named.ok && !named.value.venues.includes(venue)) {
        return refuse('VENUE_UNKNOWN', `adapter ${name} does not serve ${venue}`, {
          venues: named.value.venues.join(', '),
        });
      }
      return named;
    }
    const adapter = this.defaults.get(venue);
    if (adapter !== undefined) return ok(adapter);
    return refuse('VENUE_UNKNOWN', `no adapter serves ${venue}`, { venues: [...this.defaults.keys()].join(', ') });
  }

  /** Venue as it stands in topics: `adapter.venue` where the adapter is not the venue's default. */
  topicVenue(adapter: Adapter, venue: string): string {
    return this.defaults.get(venue) === adapter ? venue : `${adapter.name}.${venue}`;
  }
}
