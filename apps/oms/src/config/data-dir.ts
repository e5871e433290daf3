import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '@bourseworks/observability';

/** Where the journal of the shard is. */
export function shardDirectory(config: { readonly DATA_DIR: string }): string {
  return join(config.DATA_DIR, 'oms');
}

/** The directory itself, or what would hold it. */
function nearestExisting(path: string): string {
  for (let place = resolve(path); ; place = dirname(place)) {
    if (statSync(place, { throwIfNoEntry: false }) !== undefined) return place;
    if (place === dirname(place)) return place;
  }
}

function refusal(directory: string, why: string): ConfigError {
  return new ConfigError([`DATA_DIR: cannot write to ${directory}: ${why}`]);
}

/**
 * Throws ConfigError when the journal's directory cannot be written or made. Creates nothing. Said at the start: the journal
 * itself is opened only once the broker answers, and until then nobody would hear of it.
 */
export function checkDataDir(directory: string): void {
  let place: string;
  try {
    place = nearestExisting(directory);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refusal(directory, code === 'ENOTDIR' ? 'it is no directory' : message);
  }
  if (!statSync(place).isDirectory()) throw refusal(directory, 'it is no directory');
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch {
    throw refusal(directory, 'this user may not write there');
  }
}
