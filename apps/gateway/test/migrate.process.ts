// Opens and migrates the database of its argument when told to: several of them at once.
import { Db } from '../src/database/db.js';
import { migrateToLatest } from '../src/database/migrate.js';
import { NodeSqliteDialect } from '../src/database/sqlite/sqlite-dialect.js';

const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

process.once('message', () => {
  void (async () => {
    const db = new Db(new NodeSqliteDialect({ path: process.argv[2] }));
    const done = await migrateToLatest(db.kysely);
    await db.close();
    say({ event: 'migrated', count: done.length });
    process.disconnect();
  })();
});
say({ event: 'ready' });
