import { randomUUID } from 'node:crypto';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Role } from '../auth/role.js';
import type { Tx } from '../database/db.js';
import { Db } from '../database/db.js';
import { usernameKey, type Row } from '../database/schema.js';

export interface NewUser {
  readonly username: string;
  readonly email: string | null;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
}

export interface UserWithRoles {
  readonly row: Row<'users'>;
  readonly roles: readonly Role[];
}

/** Rows of users and of their roles. */
@Injectable()
export class UserStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }

  async find(id: string, on: Pick<Tx, 'selectFrom'> = this.db.kysely): Promise<UserWithRoles | undefined> {
    const row = await on.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return undefined;
    const roles = (await this.rolesOf([id], on)).map(({ role }) => role);
    return { row, roles };
  }

  /** In the order of their names, from after the cursor on; one more than `limit` tells that there is a further page. */
  async page(after: string, limit: number): Promise<UserWithRoles[]> {
    const rows = await this.db.kysely
      .selectFrom('users')
      .selectAll()
      .where('username_key', '>', after)
      .orderBy('username_key')
      .limit(limit)
      .execute();
    if (rows.length === 0) return [];
    const roles = await this.rolesOf(rows.map(({ id }) => id));
    return rows.map((row) => ({
      row,
      roles: roles.filter(({ user_id }) => user_id === row.id).map(({ role }) => role),
    }));
  }

  async count(): Promise<number> {
    const row = await this.db.kysely
      .selectFrom('users')
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  async isTaken(tx: Tx, username: string, email: string | null): Promise<boolean> {
    const row = await tx
      .selectFrom('users')
      .select('id')
      .where((eb) =>
        eb.or([eb('username_key', '=', usernameKey(username)), ...(email === null ? [] : [eb('email', '=', email)])]),
      )
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The password is one that somebody else knows: it must be changed first. */
  async insert(tx: Tx, { username, email, passwordHash, roles }: NewUser): Promise<string> {
    const id = randomUUID();
    await tx
      .insertInto('users')
      .values({
        id,
        username,
        username_key: usernameKey(username),
        email,
        password_hash: passwordHash,
        mfa_settings: null,
        disabled_at: null,
        failed_logins: 0,
        must_change_password: 1,
        created_at: this.nowMs(),
        last_login_at: null,
      })
      .execute();
    await this.addRoles(tx, id, roles);
    return id;
  }

  async setRoles(tx: Tx, id: string, roles: readonly Role[]): Promise<void> {
    await tx.deleteFrom('user_roles').where('user_id', '=', id).execute();
    await this.addRoles(tx, id, roles);
  }

  async setDisabled(tx: Tx, id: string, disabledAt: number | null): Promise<void> {
    await tx.updateTable('users').set({ disabled_at: disabledAt }).where('id', '=', id).execute();
  }

  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    const change = { password_hash: passwordHash, must_change_password: 1 as const, failed_logins: 0 };
    await tx.updateTable('users').set(change).where('id', '=', id).execute();
  }

  /** Two admins who take each other's role away at the same moment must not both find the other one still there. */
  async lockAdmins(tx: Tx): Promise<void> {
    await tx.updateTable('user_roles').set({ role: 'admin' }).where('role', '=', 'admin').execute();
  }

  /** Whether there is an admin who may sign in. */
  async hasAdmin(tx: Tx): Promise<boolean> {
    const row = await tx
      .selectFrom('user_roles')
      .innerJoin('users', 'users.id', 'user_roles.user_id')
      .select('users.id')
      .where('user_roles.role', '=', 'admin')
      .where('users.disabled_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  private async addRoles(tx: Tx, id: string, roles: readonly Role[]): Promise<void> {
    if (roles.length === 0) return;
    await tx
      .insertInto('user_roles')
      .values(roles.map((role) => ({ user_id: id, role })))
      .execute();
  }

  private async rolesOf(
    ids: readonly string[],
    on: Pick<Tx, 'selectFrom'> = this.db.kysely,
  ): Promise<Row<'user_roles'>[]> {
    return on.selectFrom('user_roles').selectAll().where('user_id', 'in', ids).execute();
  }
}
