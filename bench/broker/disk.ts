import { closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quotePayload } from './load.js';

const TMPFS = 0x0102_1994;

/** A folder in memory makes every sync free, and all figures about the disk worthless. */
export function isInMemory(folder: string): boolean {
  return statfsSync(folder).type === TMPFS;
}

/** Times of one record appended to a file and synced, us, ascending: what a synced acknowledgement costs at least. */
export function syncTimes(folder: string, count: number): Float64Array {
  const record = quotePayload(0);
  const file = openSync(join(folder, 'record'), 'a');
  try {
    const times = new Float64Array(count);
    for (let index = 0; index < count; index += 1) {
      const start = performance.now();
      writeSync(file, record);
      fsyncSync(file);
      times[index] = (performance.now() - start) * 1_000;
    }
    return times.sort();
  } finally {
    closeSync(file);
  }
}
