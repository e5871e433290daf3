import { ok, refuse, type Result } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Db } from '../database/db.js';
import { usernameKey } from '../database/schema.js';
import type { Client } from '../http/client.js';
import type { Principal } from '../http/current-user.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { SessionStore } from '../sessions/session-store.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword, passwordForm } from './password-rules.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface PasswordChangeRequest {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** One's own password. A change ends every other session of its owner: one of them may be why it is changed. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly db: Db,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
    private readonly sessions: SessionStore,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
  ) {}

  async change(user: Principal, request: PasswordChangeRequest, client: Client): Promise<Result<void>> {
    const { currentPassword, newPassword } = request;
    const rules = checkPassword(newPassword, user.username);
    if (!rules.ok) return rules;
    // As they are stored: a one-time password in wide letters would be the same one, and no longer be pending.
    if (passwordForm(newPassword) === passwordForm(currentPassword))
      return refuse('PASSWORD_WEAK', 'the new password is the current one');
    const stored = await this.confirmed(user, currentPassword, client);
    if (!stored.ok) return stored;
    const hash = await this.hasher.hash(newPassword);
    if (!hash.ok) return hash;
    const changed = await this.write(user, stored.value, hash.value, client);
    this.directory.forgetUser(user.id);
    return changed;
  }

  /** The stored hash that the current password matches. An open session is no licence to guess: the same waits hold. */
  private async confirmed(user: Principal, password: string, { ip }: Client): Promise<Result<string>> {
    const nameKey = usernameKey(user.username);
    const waitS = this.throttle.waitS(nameKey, ip);
    if (waitS > 0) return refuse('LOGIN_THROTTLED', 'too many wrong passwords', { retryAfterS: waitS });
    this.throttle.begin(nameKey, ip);
    const row = await this.db.kysely
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', user.id)
      .executeTakeFirst();
    const verdict = await this.hasher.verify(password, row?.password_hash);
    if (!verdict.ok) {
      this.throttle.undo(nameKey, ip);
      return verdict;
    }
    if (!row || !verdict.value.matches) {
      const who = { userId: user.id, resource: 'user', resourceId: user.id, ipAddress: ip };
      await this.audit.append({ ...who, action: 'user.password_change_failed' });
      return refuse('PASSWORD_WRONG', 'the current password is wrong');
    }
    this.throttle.succeed(nameKey, ip);
    return ok(row.password_hash);
  }

  private async write(user: Principal, from: string, to: string, { ip }: Client): Promise<Result<void>> {
    return this.db.transaction(async (tx) => {
      // Checking a password takes long enough to be thrown out meanwhile.
      if (!(await this.sessions.isOpen(tx, user.sid))) return refuse('SESSION_ENDED', 'the session has ended');
      const { numUpdatedRows } = await tx
        .updateTable('users')
        .set({ password_hash: to, must_change_password: 0 })
        .where('id', '=', user.id)
        .where('password_hash', '=', from)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) !== 1)
        return refuse('PASSWORD_WRONG', 'the password was changed by somebody else meanwhile');
      const ended = await this.sessions.endAllOf(tx, user.id, 'password', user.sid);
      const who = { userId: user.id, resource: 'user', resourceId: user.id, ipAddress: ip };
      await this.audit.append({ ...who, action: 'user.password_change', details: { sessionsEnded: ended } }, tx);
      return ok(undefined);
    });
  }
}
