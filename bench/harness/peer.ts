import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of bench/package.json, loaded when it is needed, and its version for the report. */
export interface Peer<T> {
  readonly module: T;
  readonly version: string;
}

/**
 * Loads a peer. `T` is the caller's word for the part of its interface that is used: its types are not there for those
 * who did not install the peers. Throws when it is not installed.
 */
export async function peer<T>(name: string): Promise<Peer<T>> {
  const file = join(import.meta.dirname, '..', 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return { module: (await import(name)) as T, version };
}
