// Adds rows to the audit log for as long as it lives, and says each one only once it was acknowledged.
import { SystemClock } from '@bourseworks/ports';
import { AuditLog } from '../src/audit/audit-log.js';
import { Db } from '../src/database/db.js';
import { AUDIT_KEY, RecordedLog } from './audit-key.js';

const [path, name] = process.argv.slice(2);
const db = await Db.open({ path });
const audit = new AuditLog(db, new SystemClock(), new RecordedLog(), { key: AUDIT_KEY, checkpointEvery: 4 });
for (let n = 1; n <= 100_000; n += 1) {
  await audit.append({ userId: null, action: 'write', resource: name, resourceId: String(n) });
  process.stdout.write(`${JSON.stringify({ event: 'acknowledged', n })}\n`);
}
