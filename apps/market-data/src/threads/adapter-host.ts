import { DomainError } from '@bourseworks/domain';
import { exportedFunction, importModule } from '@bourseworks/plugins';
import type { KeptHistory, MarketDataAdapter, MarketDataModule } from '@bourseworks/ports';

/** How a thread builds the market-data side of an adapter; structured-cloneable. */
export interface AdapterSource {
  readonly name: string;
  /** File URL of a module that exports `createMarketDataAdapter`. */
  readonly moduleUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Its history is kept; absent = fetched anew each time. */
  readonly history?: KeptHistory;
}

async function importFactory(url: string): Promise<MarketDataModule['createMarketDataAdapter']> {
  const factory = exportedFunction(await importModule(url), url, 'createMarketDataAdapter');
  return factory as MarketDataModule['createMarketDataAdapter'];
}

/** The adapters of one worker thread, built on first use. A failed build may be tried again. */
export class AdapterHost {
  private readonly adapters = new Map<string, Promise<MarketDataAdapter>>();

  constructor(private readonly sources: readonly AdapterSource[]) {}

  /** Rejects with DomainError ADAPTER_UNKNOWN, or with what the adapter's module threw. */
  get(name: string): Promise<MarketDataAdapter> {
    const known = this.adapters.get(name);
    if (known !== undefined) return known;
    const adapter = this.build(name);
    this.adapters.set(name, adapter);
    adapter.catch(() => this.adapters.delete(name));
    return adapter;
  }

  private async build(name: string): Promise<MarketDataAdapter> {
    const source = this.sources.find((each) => each.name === name);
    if (source === undefined) throw new DomainError({ code: 'ADAPTER_UNKNOWN', message: `no market data of ${name}` });
    const create = await importFactory(source.moduleUrl);
    return create(source.config);
  }
}
