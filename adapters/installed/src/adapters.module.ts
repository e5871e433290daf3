import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { looksLikePath, parsePluginPath } from '@bourseworks/plugins';
import { AdapterRegistry, type Adapter, type SettingSource } from '@bourseworks/ports';
import { joinSides } from './joined-sides.js';
import { badAdapters, loadOutsideAdapter, type Env } from './outside-adapter.js';

interface Installed {
  readonly module: Type<object>;
  readonly adapter: Type<Adapter>;
  /** The variables that it reads. */
  readonly settings?: SettingSource;
}

/** The adapters there are. Each is imported only where ADAPTERS names it, so that an unused venue costs no memory. */
export const INSTALLED: Readonly<Record<string, () => Promise<Installed>>> = {
  sim: async () => {
    const { SimAdapter, SimAdapterModule, simSettings } = await import('@bourseworks/adapters/sim');
    return { module: SimAdapterModule, adapter: SimAdapter, settings: simSettings };
  },
  replay: async () => {
    const { ReplayAdapter, ReplayAdapterModule, replaySettings } = await import('@bourseworks/adapters/replay');
    return { module: ReplayAdapterModule, adapter: ReplayAdapter, settings: replaySettings };
  },
  ccxt: async () => {
    const { CcxtAdapter, CcxtAdapterModule, ccxtSettings } = await import('@bourseworks/adapters/ccxt');
    return { module: CcxtAdapterModule, adapter: CcxtAdapter, settings: ccxtSettings };
  },
  alpaca: async () => {
    const { AlpacaAdapter, AlpacaAdapterModule, alpacaSettings } = await import('@bourseworks/adapters/alpaca');
    return { module: AlpacaAdapterModule, adapter: AlpacaAdapter, settings: alpacaSettings };
  },
  binance: async () => {
    const { BinanceAdapter, BinanceAdapterModule, binanceSettings } = await import('@bourseworks/adapters/binance');
    return { module: BinanceAdapterModule, adapter: BinanceAdapter, settings: binanceSettings };
  },
  'binance-usdm': async () => {
    const { BinanceUsdmAdapter, BinanceUsdmAdapterModule, binanceUsdmSettings } =
      await import('@bourseworks/adapters/binance');
    return { module: BinanceUsdmAdapterModule, adapter: BinanceUsdmAdapter, settings: binanceUsdmSettings };
  },
  kraken: async () => {
    const { KrakenAdapter, KrakenAdapterModule, krakenSettings } = await import('@bourseworks/adapters/kraken');
    return { module: KrakenAdapterModule, adapter: KrakenAdapter, settings: krakenSettings };
  },
  coinbase: async () => {
    const { CoinbaseAdapter, CoinbaseAdapterModule, coinbaseSettings } = await import('@bourseworks/adapters/coinbase');
    return { module: CoinbaseAdapterModule, adapter: CoinbaseAdapter, settings: coinbaseSettings };
  },
};

export const DEFAULT_ADAPTERS = 'sim';

/**
 * Entries of ADAPTERS, `sim` when it is not set: names of installed adapters and paths such as
 * `/path/to/adapter.js#createMyAdapter`. Throws DomainError CONFIG_INVALID for one that does not exist.
 */
export function adapterNames(env: Env): string[] {
  const names = (env['ADAPTERS'] || DEFAULT_ADAPTERS).split(',').map((name) => name.trim());
  for (const name of names) {
    if (Object.hasOwn(INSTALLED, name)) continue;
    if (!looksLikePath(name)) {
      const known = Object.keys(INSTALLED).join(', ');
      throw badAdapters(`names "${name}"; there are ${known}, and path/to/adapter.js#export for your own`);
    }
    const path = parsePluginPath(name);
    if (!path.ok) throw badAdapters(`names what cannot be loaded: ${path.refusal.message}`);
  }
  return [...new Set(names)];
}

/** A module around an adapter from outside, so that injection finds it as it finds the installed ones. */
@Module({})
class OutsideAdapterModule {}

interface Loaded {
  readonly entry: string;
  readonly module: Type<object> | DynamicModule;
  readonly token: Type<Adapter> | symbol;
}

async function load(entry: string, env: Env): Promise<Loaded> {
  if (Object.hasOwn(INSTALLED, entry)) {
    const { module, adapter } = await INSTALLED[entry]();
    return { entry, module, token: adapter };
  }
  const token = Symbol(entry);
  const provider = { provide: token, useValue: await loadOutsideAdapter(entry, env) };
  return { entry, module: { module: OutsideAdapterModule, providers: [provider], exports: [token] }, token };
}

/** Throws DomainError CONFIG_INVALID when two of them have one name and are not the two sides of one venue. */
function registry(entries: readonly string[], adapters: readonly Adapter[]): AdapterRegistry {
  const joined = joinSides(adapters);
  if (new Set(joined.map(({ name }) => name)).size === joined.length) return new AdapterRegistry(joined);
  for (const [index, { name }] of adapters.entries()) {
    const first = adapters.findIndex((other) => other.name === name);
    if (first < index)
      throw badAdapters(`names ${entries[first]} and ${entries[index]}: both adapters are called ${name}`);
  }
  return new AdapterRegistry(adapters);
}

/** Provides AdapterRegistry with the adapters that the environment variable ADAPTERS names, in that order. */
@Module({})
export class AdaptersModule {
  static fromEnv(env: NodeJS.ProcessEnv = process.env): Promise<DynamicModule> {
    const module = AdaptersModule.load(env);
    // Nest takes the promise later and reports its failure; until then nobody handles it.
    module.catch(() => undefined);
    return module;
  }

  private static async load(env: NodeJS.ProcessEnv): Promise<DynamicModule> {
    const loaded = await Promise.all(adapterNames(env).map((entry) => load(entry, env)));
    const entries = loaded.map(({ entry }) => entry);
    return {
      module: AdaptersModule,
      global: true,
      imports: loaded.map(({ module }) => module),
      providers: [
        {
          provide: AdapterRegistry,
          useFactory: (...adapters: Adapter[]) => registry(entries, adapters),
          inject: loaded.map(({ token }) => token),
        },
      ],
      exports: [AdapterRegistry],
    };
  }
}
