import { Injectable } from '@nestjs/common';
import { AdapterRegistry } from '@bourseworks/ports';
import type { ThreadData } from './thread-port.js';

/** What all worker threads of this service are started with: how to build the market-data side of each adapter. */
@Injectable()
export class ThreadSources {
  readonly data: ThreadData;

  constructor(registry: AdapterRegistry) {
    const adapters = registry.all().flatMap(({ name, marketData }) => {
      if (marketData === undefined) return [];
      return [{ name, moduleUrl: marketData.moduleUrl, config: marketData.config }];
    });
    this.data = { adapters };
  }
}
