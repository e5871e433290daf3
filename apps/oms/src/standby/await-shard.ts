import { mkdirSync } from 'node:fs';
import { JournalError, ShardLock } from '@bourseworks/journal';
import { delay, type Clock, type EventLog } from '@bourseworks/ports';

/** How often a standby looks whether the shard is free: bounds what a takeover takes longer than a restart. */
const LOOK_US = 100_000;

export interface StandbyOptions {
  /** Directory of the shard. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Called once when another process is active: from now on this one waits. */
  readonly onWait: () => Promise<void>;
}

/**
 * Waits until this process is the active one of the shard. There is no lease and no timer: the lock goes over the moment the
 * other process ends, however it ends, and never while it lives. Resolves with the lock, which is to be handed to the journal.
 * @throws what SQLite says when the file cannot be used
 */
export async function awaitShard({ directory, clock, log, onWait }: StandbyOptions): Promise<ShardLock> {
  mkdirSync(directory, { recursive: true });
  const since = clock.monotonicUs();
  for (let waiting = false; ;) {
    const lock = tryLock(directory);
    if (lock !== undefined) {
      if (waiting)
        log.warn({ event: 'standby.taking_over', waitedMs: Math.round((clock.monotonicUs() - since) / 1_000) });
      return lock;
    }
    if (!waiting) {
      waiting = true;
      log.info({ event: 'standby.waiting', directory });
      await onWait();
    }
    await delay(clock, LOOK_US);
  }
}

function tryLock(directory: string): ShardLock | undefined {
  try {
    return ShardLock.take(directory);
  } catch (error) {
    if (error instanceof JournalError && error.code === 'JOURNAL_LOCKED') return undefined;
    throw error;
  }
}
