import { ok, refuse, type Result } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Db } from '../database/db.js';
import type { Client } from '../http/client.js';
import type { Principal } from '../http/current-user.js';
import { SessionDirectory } from './session-directory.js';
import { SessionStore } from './session-store.js';

/** Ends sessions on purpose. Their access tokens are refused from the next request on. */
@Injectable()
export class SessionEnd {
  constructor(
    private readonly db: Db,
    private readonly store: SessionStore,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
  ) {}

  async logout(user: Principal, { ip }: Client): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.store.end(tx, [user.sid], 'logout');
      const what = { action: 'session.logout', resource: 'session', resourceId: user.sid };
      await this.audit.append({ ...what, userId: user.id, ipAddress: ip }, tx);
    });
    this.directory.forgetUser(user.id);
  }

  /** One's own session, or for an admin anybody's. Of others it is not even told whether they exist. */
  async revoke(user: Principal, sid: string, { ip }: Client): Promise<Result<void>> {
    const session = await this.store.find(sid);
    const own = session?.user_id === user.id;
    if (!session || !(own || user.roles.includes('admin')))
      return refuse('SESSION_UNKNOWN', 'there is no such session');
    await this.db.transaction(async (tx) => {
      if ((await this.store.end(tx, [sid], own ? 'revoked' : 'admin')) === 0) return;
      const what = { action: 'session.revoke', resource: 'session', resourceId: sid };
      const details = { ownerId: session.user_id };
      await this.audit.append({ ...what, userId: user.id, details, ipAddress: ip }, tx);
    });
    this.directory.forgetUser(session.user_id);
    return ok(undefined);
  }

  /** Every session of a user, on an admin's word; how many there were. */
  async revokeAllOf(admin: Principal, userId: string, { ip }: Client): Promise<number> {
    const ended = await this.db.transaction(async (tx) => {
      const count = await this.store.endAllOf(tx, userId, 'admin');
      const what = { action: 'session.revoke_all', resource: 'user', resourceId: userId, details: { ended: count } };
      await this.audit.append({ ...what, userId: admin.id, ipAddress: ip }, tx);
      return count;
    });
    this.directory.forgetUser(userId);
    return ended;
  }
}
