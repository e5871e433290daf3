import type { Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';

/** The one projection that there is: orders, their history, positions. */
const NAME = 'orders';

export type Watermark = Pick<Row<'projections'>, 'sequence' | 'journal'>;

export const NOTHING_YET: Watermark = { sequence: 0, journal: '' };

export async function readWatermark(on: Pick<Tx, 'selectFrom'>): Promise<Watermark> {
  const query = on.selectFrom('projections').select(['sequence', 'journal']).where('name', '=', NAME);
  return (await query.executeTakeFirst()) ?? NOTHING_YET;
}

export async function writeWatermark(tx: Tx, { sequence, journal }: Watermark, nowMs: number): Promise<void> {
  const change = { sequence, journal, updated_at: nowMs };
  const changed = await tx.updateTable('projections').set(change).where('name', '=', NAME).executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  await tx
    .insertInto('projections')
    .values({ name: NAME, ...change })
    .execute();
}

/** Takes everything out of the tables; the journal named is then projected from its start. */
export async function emptyProjection(tx: Tx, journal: string, nowMs: number): Promise<void> {
  for (const table of ['positions', 'order_history', 'orders'] as const) await tx.deleteFrom(table).execute();
  await writeWatermark(tx, { sequence: 0, journal }, nowMs);
}
