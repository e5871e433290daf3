import { DomainError, ok, refuse, type ErrorCode, type Result } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { PasswordHasher } from '../auth/password-hasher.js';
import { generatePassword } from '../auth/password-rules.js';
import type { Role } from '../auth/role.js';
import type { Tx } from '../database/db.js';
import { Db } from '../database/db.js';
import type { Client } from '../http/client.js';
import type { Principal } from '../http/current-user.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { SessionStore } from '../sessions/session-store.js';
import { UserStore, type UserWithRoles } from './user-store.js';

export interface CreateUser {
  readonly username: string;
  readonly email?: string;
  readonly roles: readonly Role[];
}

export interface WithPassword {
  readonly user: UserWithRoles;
  readonly oneTimePassword: string;
}

/** Who acts, and from where: for the audit log. */
export interface Actor {
  readonly user: Pick<Principal, 'id'> | undefined;
  readonly client: Pick<Client, 'ip'> | undefined;
}

const unknown = (): Result<never> => refuse('USER_UNKNOWN', 'there is no such user');

/** What admins do with users. Every change and its row of the audit log are one transaction. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Db,
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
    private readonly directory: SessionDirectory,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  async create({ username, email, roles }: CreateUser, actor: Actor): Promise<Result<WithPassword>> {
    const oneTimePassword = generatePassword();
    const hash = await this.hasher.hash(oneTimePassword);
    if (!hash.ok) return hash;
    const address = email?.toLowerCase() ?? null;
    const id = await this.db.transaction(async (tx) => {
      if (await this.users.isTaken(tx, username, address)) return undefined;
      const made = await this.users.insert(tx, { username, email: address, passwordHash: hash.value, roles });
      await this.note(tx, 'user.create', made, actor, { username, roles });
      return made;
    });
    if (id === undefined) return refuse('USERNAME_TAKEN', 'the name or the email address is taken');
    return ok({ user: await this.expect(id), oneTimePassword });
  }

  /** A new one-time password for somebody who lost theirs; all their sessions end. */
  async resetPassword(id: string, actor: Actor): Promise<Result<WithPassword>> {
    const oneTimePassword = generatePassword();
    const hash = await this.hasher.hash(oneTimePassword);
    if (!hash.ok) return hash;
    const changed = await this.change(id, async (tx) => {
      await this.users.setPassword(tx, id, hash.value);
      const sessionsEnded = await this.sessions.endAllOf(tx, id, 'password');
      await this.note(tx, 'user.password_reset', id, actor, { sessionsEnded });
    });
    return changed.ok ? ok({ user: changed.value, oneTimePassword }) : changed;
  }

  async setRoles(id: string, roles: readonly Role[], actor: Actor): Promise<Result<UserWithRoles>> {
    return this.change(id, async (tx, before) => {
      await this.users.setRoles(tx, id, roles);
      await this.note(tx, 'user.set_roles', id, actor, { from: before.roles, to: roles });
    });
  }

  /** Ends all sessions of the user. Nothing changes for one who is disabled already. */
  async disable(id: string, actor: Actor): Promise<Result<UserWithRoles>> {
    return this.change(id, async (tx, before) => {
      if (before.row.disabled_at !== null) return;
      await this.users.setDisabled(tx, id, this.users.nowMs());
      const sessionsEnded = await this.sessions.endAllOf(tx, id, 'disabled');
      await this.note(tx, 'user.disable', id, actor, { sessionsEnded });
    });
  }

  async enable(id: string, actor: Actor): Promise<Result<UserWithRoles>> {
    return this.change(id, async (tx, before) => {
      if (before.row.disabled_at === null) return;
      await this.users.setDisabled(tx, id, null);
      await this.note(tx, 'user.enable', id, actor);
    });
  }

  /** A change of one user that leaves an admin behind, or none at all. */
  private async change(
    id: string,
    work: (tx: Tx, before: UserWithRoles) => Promise<void>,
  ): Promise<Result<UserWithRoles>> {
    try {
      const found = await this.db.transaction(async (tx) => {
        await this.users.lockAdmins(tx);
        const before = await this.users.find(id, tx);
        if (!before) return false;
        await work(tx, before);
        // The throw undoes the change.
        if (!(await this.users.hasAdmin(tx)))
          throw new DomainError({ code: 'LAST_ADMIN', message: 'this user is the last admin' });
        return true;
      });
      if (!found) return unknown();
    } catch (error) {
      const code: ErrorCode | undefined = error instanceof DomainError ? error.code : undefined;
      if (code === 'LAST_ADMIN') return refuse(code, 'this user is the last admin');
      throw error;
    } finally {
      this.directory.forgetUser(id);
    }
    return ok(await this.expect(id));
  }

  private async expect(id: string): Promise<UserWithRoles> {
    const user = await this.users.find(id);
    if (!user) throw new Error(`user ${id} vanished`);
    return user;
  }

  private async note(
    tx: Tx,
    action: string,
    id: string,
    { user, client }: Actor,
    details?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.append(
      {
        userId: user?.id ?? null,
        action,
        resource: 'user',
        resourceId: id,
        ...(details ? { details } : {}),
        ...(client ? { ipAddress: client.ip } : {}),
      },
      tx,
    );
  }
}
