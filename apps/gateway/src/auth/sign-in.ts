import { ok, refuse, type Result } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import type { Tx } from '../database/db.js';
import { Db } from '../database/db.js';
import { usernameKey, type Row } from '../database/schema.js';
import type { Client } from '../http/client.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { SessionStore, type OpenedSession } from '../sessions/session-store.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface SignedIn extends OpenedSession {
  readonly userId: string;
}

const failed = (): Result<never> => refuse('LOGIN_FAILED', 'the user name or the password is wrong');

/** Passwords for sessions. Names that exist and names that do not are refused alike: same answer, same work, same waits. */
@Injectable()
export class SignIn {
  constructor(
    private readonly db: Db,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
    private readonly sessions: SessionStore,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
    private readonly log: EventLog,
  ) {}

  async signIn({ username, password }: Credentials, client: Client): Promise<Result<SignedIn>> {
    const nameKey = usernameKey(username);
    const waitS = await this.admit(nameKey, client.ip);
    if (waitS > 0) {
      this.log.warn({ event: 'login.throttled', ip: client.ip, waitS });
      return refuse('LOGIN_THROTTLED', 'too many sign-ins failed', { retryAfterS: waitS });
    }
    const user = await this.userOf(nameKey);
    const verdict = await this.hasher.verify(password, user?.password_hash);
    if (!verdict.ok) {
      this.throttle.undo(nameKey, client.ip);
      return verdict;
    }
    const { matches, outdated } = verdict.value;
    if (!user || !matches || user.disabled_at !== null) return this.refuseFailed(nameKey, user, client);
    this.throttle.succeed(nameKey, client.ip);
    const rehashed = outdated ? await this.hasher.hash(password) : undefined;
    // A queue that is full now only puts the better hash off to the next time.
    return this.open(user, rehashed?.ok ? rehashed.value : undefined, client);
  }

  /** 0 and the attempt is counted, or the seconds to wait. Looks and counts in one go: others look meanwhile. */
  private async admit(nameKey: string, ip: string): Promise<number> {
    const waitS = this.throttle.waitS(nameKey, ip);
    if (waitS > 0) return waitS;
    const strangerS = this.throttle.strangerWaitS(nameKey);
    this.throttle.begin(nameKey, ip);
    if (strangerS === 0 || (await this.sessions.hasSignedInFrom(nameKey, ip))) return 0;
    this.throttle.undo(nameKey, ip);
    return strangerS;
  }

  private async userOf(nameKey: string): Promise<Row<'users'> | undefined> {
    return this.db.kysely.selectFrom('users').selectAll().where('username_key', '=', nameKey).executeTakeFirst();
  }

  private async refuseFailed(nameKey: string, user: Row<'users'> | undefined, { ip }: Client): Promise<Result<never>> {
    await this.db.transaction(async (tx) => {
      // The same statements for a name that nobody has: it just matches no row.
      await tx
        .updateTable('users')
        .set((eb) => ({ failed_logins: eb('failed_logins', '+', 1) }))
        .where('username_key', '=', nameKey)
        .execute();
      // A name that nobody has may be a password typed into the wrong field: it is not written down.
      const details = { reason: user?.disabled_at != null ? 'disabled' : 'credentials' };
      const who = { userId: user?.id ?? null, resource: 'session', ipAddress: ip };
      await this.audit.append({ ...who, action: 'session.login_failed', details }, tx);
    });
    this.log.warn({ event: 'login.failed', ip, userId: user?.id ?? null });
    return failed();
  }

  private async open(user: Row<'users'>, betterHash: string | undefined, client: Client): Promise<Result<SignedIn>> {
    const opened = await this.db.transaction(async (tx) => {
      if (!(await this.confirm(tx, user, betterHash))) return undefined;
      const session = await this.sessions.open(tx, user.id, client);
      const who = { userId: user.id, resource: 'session', resourceId: session.sid, ipAddress: client.ip };
      const details = session.ended > 0 ? { details: { sessionsEnded: session.ended } } : {};
      await this.audit.append({ ...who, action: 'session.login', ...details }, tx);
      return session;
    });
    if (!opened) return failed();
    if (opened.ended > 0) this.directory.forgetUser(user.id);
    this.log.info({ event: 'login.ok', userId: user.id, sid: opened.sid, ip: client.ip });
    const { sid, refreshToken, expiresAt } = opened;
    return ok({ sid, refreshToken, expiresAt, userId: user.id });
  }

  /** False when the account was disabled, or its password changed, while the password was being checked. */
  private async confirm(tx: Tx, user: Row<'users'>, betterHash: string | undefined): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('users')
      .set({
        failed_logins: 0,
        last_login_at: this.sessions.nowMs(),
        ...(betterHash === undefined ? {} : { password_hash: betterHash }),
      })
      .where('id', '=', user.id)
      .where('password_hash', '=', user.password_hash)
      .where('disabled_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows) === 1;
  }
}
