import type { Kysely } from 'kysely';
import { Migrator, type MigrationResult, type MigrationResultSet } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.js';

type Step = (migrator: Migrator) => Promise<MigrationResultSet>;

/**
 * One transaction around everything, the look at what is done included: of several processes one migrates while the others
 * wait at its door, and a failure leaves the file as it was.
 */
async function migrate<T>(kysely: Kysely<T>, step: Step): Promise<readonly MigrationResult[]> {
  return kysely.transaction().execute(async (tx) => {
    const provider = { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) };
    const { error, results } = await step(new Migrator({ db: tx, provider }));
    // The migrator reports instead of throwing; only a throw rolls back.
    if (error !== undefined) throw migrationError(error, results);
    return results ?? [];
  });
}

function migrationError(cause: unknown, results: readonly MigrationResult[] | undefined): Error {
  const failed = results?.find(({ status }) => status === 'Error');
  const reason = cause instanceof Error ? cause.message : String(cause);
  const which = failed === undefined ? 'migrations' : `migration ${failed.migrationName}`;
  return new Error(`${which} failed, nothing was changed: ${reason}`, { cause });
}

/** Applies what is missing, in order. Refuses a database that a newer version of the program has migrated. */
export async function migrateToLatest<T>(kysely: Kysely<T>): Promise<readonly MigrationResult[]> {
  return migrate(kysely, (migrator) => migrator.migrateToLatest());
}

/** Takes back the last migration, its data included. */
export async function migrateDown<T>(kysely: Kysely<T>): Promise<readonly MigrationResult[]> {
  return migrate(kysely, (migrator) => migrator.migrateDown());
}
