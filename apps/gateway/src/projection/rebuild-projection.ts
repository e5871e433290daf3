import type { Clock } from '@bourseworks/ports';
import type { Db } from '../database/db.js';
import type { OrderProjection } from './order-projection.js';
import { emptyProjection, readWatermark } from './watermark.js';

export interface RebuildProgress {
  /** Journal sequence that the tables are at. */
  readonly sequence: number;
  readonly orders: number;
}

/**
 * Empties the projection and fills it again from the OMS, page by page; resolves when it holds all that the OMS knows. Nothing
 * is emptied before the OMS has answered once. A gateway that runs on the same database meanwhile takes part in it.
 * @throws DomainError when the OMS does not answer; what is missing then is fetched by the next gateway, or by a repeat
 */
export async function rebuildProjection(
  db: Db,
  projection: OrderProjection,
  clock: Clock,
  progress: (at: RebuildProgress) => void,
): Promise<RebuildProgress> {
  while ((await projection.pull()) !== 'up-to-date');
  await db.transaction((tx) => emptyProjection(tx, '', Math.floor(clock.nowUs() / 1_000)));
  for (;;) {
    const pulled = await projection.pull();
    const at = await progressOf(db);
    if (pulled === 'up-to-date') return at;
    progress(at);
  }
}

async function progressOf(db: Db): Promise<RebuildProgress> {
  return db.snapshot(async (tx) => {
    const count = tx.selectFrom('orders').select((of) => of.fn.countAll<number>().as('count'));
    const { sequence } = await readWatermark(tx);
    return { sequence, orders: Number((await count.executeTakeFirstOrThrow()).count) };
  });
}
