import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const RECORD_BYTES = 200;

/** Times of one small record appended to a file and synced, microseconds: what a durable order costs at least. */
export function syncTimes(folder: string, count: number): Float64Array {
  const record = new Uint8Array(RECORD_BYTES);
  const file = openSync(join(folder, 'record'), 'a');
  try {
    return Float64Array.from({ length: count }, () => {
      const startedAt = performance.now();
      writeSync(file, record);
      fdatasyncSync(file);
      return (performance.now() - startedAt) * 1_000;
    }).sort();
  } finally {
    closeSync(file);
  }
}
