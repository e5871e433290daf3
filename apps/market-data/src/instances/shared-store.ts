import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { KeyValue, type AdapterRegistry, type Clock, type EventLog } from '@bourseworks/ports';
import { MemoryKeyValue, MemoryStore, openKeyValue, type KeyValueOptions } from '@bourseworks/storage';

/** The store that the instances share. Where every stream is driven by a replay of this process there is nothing to share. */
export async function openSharedStore(
  adapters: AdapterRegistry,
  options: KeyValueOptions,
  clock: Clock,
  log: EventLog,
): Promise<KeyValue> {
  const shares = adapters.all().some(({ marketData }) => marketData !== undefined && marketData.driven !== true);
  return shares ? openKeyValue(options, clock, log) : new MemoryKeyValue(new MemoryStore(clock));
}

/** Closes it when nothing uses it any more. */
@Injectable()
export class SharedStore implements OnApplicationShutdown {
  constructor(private readonly store: KeyValue) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }
}
