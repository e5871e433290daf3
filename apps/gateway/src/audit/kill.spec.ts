import { describe, expect, it } from '@jest/globals';
import { startProcess } from '@bourseworks/testkit';
import { AUDIT_KEY, databasePath } from '../../test/database.js';
import { Db } from '../database/db.js';
import { verifyAuditDb } from './verify-audit.js';

describe('kill -9 of processes in the middle of their writes', () => {
  it('loses nothing that was acknowledged, and the chain is whole', async () => {
    const path = databasePath();
    await (await Db.open({ path })).close();
    const names = ['ann', 'bob'];
    const writers = names.map((name) =>
      startProcess({ entry: 'apps/gateway/test/writer.process.js', args: [path, name] }),
    );
    await Promise.all(writers.map((one) => one.waitFor((line) => line['n'] === 30)));
    await Promise.all(writers.map((one) => one.kill()));
    const acknowledged = writers.map(({ lines }) => Math.max(...lines.map((line) => Number(line['n']))));
    const db = await Db.open({ path });
    const rows = await db.kysely
      .selectFrom('audit_log')
      .select(['resource', 'resource_id'])
      .orderBy('sequence')
      .execute();
    for (const [index, name] of names.entries()) {
      const own = rows.filter(({ resource }) => resource === name).map((row) => Number(row.resource_id));
      expect(own.length).toBeGreaterThanOrEqual(acknowledged[index]);
      expect(own).toEqual(own.map((_, at) => at + 1));
    }
    expect(await verifyAuditDb(db, { key: AUDIT_KEY })).toMatchObject({ ok: true, rows: rows.length });
    await db.close();
  });
});
