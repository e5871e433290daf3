import { describe, expect, it } from '@jest/globals';
import { verifyAuditFile } from '@bourseworks/audit';
import { AUDIT_KEY } from '../../test/database.js';
import { startOwnApi } from '../../test/own-api.js';

describe('DatabaseModule', () => {
  it('seals the audit log at the end of the service, and closes the file', async () => {
    const api = await startOwnApi();
    await api.newPeople();
    await api.call(api.ann, 'PUT', 'profile', { preferences: {} }, '"0"');
    expect(await verifyAuditFile(api.path, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 1, sealed: 0 });
    await api.close();
    expect(await verifyAuditFile(api.path, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 1, sealed: 1 });
    await expect(api.audit()).rejects.toThrow('destroyed');
  });
});
