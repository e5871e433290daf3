import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DomainError } from '@bourseworks/domain';
import { AdapterRegistry, type Adapter } from '@bourseworks/ports';

interface Installed {
  readonly module: Type<object>;
  readonly adapter: Type<Adapter>;
}

/** The adapters there are. Each is imported only where ADAPTERS names it, so that an unused venue costs no memory. */
const INSTALLED: Readonly<Record<string, () => Promise<Installed>>> = {
  sim: () => import('@bourseworks/adapters/sim').then((m) => ({ module: m.SimAdapterModule, adapter: m.SimAdapter })),
  replay: () =>
    import('@bourseworks/adapters/replay').then((m) => ({ module: m.ReplayAdapterModule, adapter: m.ReplayAdapter })),
};

const DEFAULT_ADAPTERS = 'sim';

/** Names in ADAPTERS, `sim` when it is not set. Throws DomainError CONFIG_INVALID for one that does not exist. */
export function adapterNames(env: NodeJS.ProcessEnv): string[] {
  const names = (env['ADAPTERS'] || DEFAULT_ADAPTERS).split(',').map((name) => name.trim());
  for (const name of names) {
    if (Object.hasOwn(INSTALLED, name)) continue;
    throw new DomainError({
      code: 'CONFIG_INVALID',
      message: `ADAPTERS names "${name}"; there are ${Object.keys(INSTALLED).join(', ')}`,
      details: { variable: 'ADAPTERS' },
    });
  }
  return [...new Set(names)];
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
    const installed = await Promise.all(adapterNames(env).map((name) => INSTALLED[name]()));
    return {
      module: AdaptersModule,
      global: true,
      imports: installed.map((one) => one.module),
      providers: [
        {
          provide: AdapterRegistry,
          useFactory: (...adapters: Adapter[]) => new AdapterRegistry(adapters),
          inject: installed.map((one) => one.adapter),
        },
      ],
      exports: [AdapterRegistry],
    };
  }
}
