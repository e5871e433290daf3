import type { Clock, EventLog, KeyValue } from '@bourseworks/ports';
import type { RedisKeyValueOptions } from './redis/redis-options.js';
import type { SqliteKeyValueOptions } from './sqlite/sqlite-key-value.js';

/** Which store to use; plain data, so that it can be handed to a thread. */
export type KeyValueOptions =
  | ({ readonly form: 'redis' } & RedisKeyValueOptions)
  | ({ readonly form: 'file' } & SqliteKeyValueOptions);

/**
 * The store that the options name. It connects by itself, and again: one that is not there refuses calls
 * (STORE_UNAVAILABLE), not this. Only the form that is used is loaded.
 */
export async function openKeyValue(options: KeyValueOptions, clock: Clock, log?: EventLog): Promise<KeyValue> {
  if (options.form === 'redis') {
    const { RedisKeyValue } = await import('./redis/redis-key-value.js');
    return new RedisKeyValue(options, clock, log);
  }
  const { SqliteKeyValue } = await import('./sqlite/sqlite-key-value.js');
  return new SqliteKeyValue(options, clock);
}
