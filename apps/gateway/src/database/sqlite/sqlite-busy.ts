import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseBusyError } from '../database-busy-error.js';

const SQLITE_BUSY = 5;

/** How long other processes' writes are waited for, in milliseconds. */
export const BUSY_LIMIT_MS = 5_000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

function isBusy(error: unknown): boolean {
  // The low byte: extended codes such as SQLITE_BUSY_RECOVERY count too.
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY;
}

/**
 * Runs a statement that takes SQLite's lock; repeats it while another process holds the lock, for at most `limitMs`. A
 * statement refused as busy has done nothing, so repeating is safe. The waiting is done here and not by SQLite's
 * busy_timeout because that would stop the event loop of the whole service.
 *
 * @throws DatabaseBusyError after `limitMs`.
 */
export async function whileBusy<T>(work: () => T, limitMs = BUSY_LIMIT_MS): Promise<T> {
  const end = performance.now() + limitMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= end) throw new DatabaseBusyError('another process holds the database', { cause: error });
    }
    // Spread out, or two processes that collided once collide again and again.
    await sleep(pause * (0.5 + Math.random()));
  }
}
