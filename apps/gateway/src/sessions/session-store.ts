import { randomUUID } from 'node:crypto';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { RefreshTokens } from '../auth/refresh-tokens.js';
import { GatewayConfig } from '../config/gateway-config.js';
import type { Tx } from '../database/db.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import type { Client } from '../http/client.js';

export type RevokeReason = 'logout' | 'revoked' | 'admin' | 'reuse' | 'password' | 'disabled' | 'too-many';

export interface OpenedSession {
  readonly sid: string;
  readonly refreshToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface NewSession extends OpenedSession {
  /** Sessions of the same user that were ended for it. */
  readonly ended: number;
}

/** Rows of sessions: opening, listing, ending. Callers tell the SessionDirectory after the commit. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly db: Db,
    private readonly tokens: RefreshTokens,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
  ) {}

  nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }

  /** Opens a session and ends those beyond the bound, longest idle first. */
  async open(tx: Tx, userId: string, { ip, userAgent }: Client): Promise<NewSession> {
    const now = this.nowMs();
    const sid = randomUUID();
    const refreshToken = this.tokens.of(sid, 0);
    const expiresAt = now + this.config.sessionHours * 3_600_000;
    const alive = await this.aliveOf(tx, userId);
    const surplus = alive.slice(this.config.maxSessions - 1).map(({ id }) => id);
    const ended = surplus.length > 0 ? await this.end(tx, surplus, 'too-many') : 0;
    await tx
      .insertInto('sessions')
      .values({
        id: sid,
        user_id: userId,
        ip_address: ip,
        user_agent: userAgent,
        refresh_sequence: 0,
        refresh_hash: this.tokens.hashOf(refreshToken),
        rotated_at: now,
        created_at: now,
        last_active_at: now,
        expires_at: expiresAt,
        revoked_at: null,
        revoke_reason: null,
      })
      .execute();
    return { sid, refreshToken, expiresAt, ended };
  }

  /** Sessions of a user that are alive, last active first. */
  async list(userId: string): Promise<Row<'sessions'>[]> {
    return this.aliveOf(this.db.kysely, userId);
  }

  async find(sid: string): Promise<Row<'sessions'> | undefined> {
    return this.db.kysely.selectFrom('sessions').selectAll().where('id', '=', sid).executeTakeFirst();
  }

  /** Whether nobody has ended it, as of this transaction. */
  async isOpen(tx: Tx, sid: string): Promise<boolean> {
    const open = tx.selectFrom('sessions').select('id').where('id', '=', sid).where('revoked_at', 'is', null);
    return (await open.executeTakeFirst()) !== undefined;
  }

  /** How many were ended by this call; those that had ended before keep their reason. */
  async end(tx: Tx, sids: readonly string[], reason: RevokeReason): Promise<number> {
    const { numUpdatedRows } = await tx
      .updateTable('sessions')
      .set({ revoked_at: this.nowMs(), revoke_reason: reason })
      .where('id', 'in', sids)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  async endAllOf(tx: Tx, userId: string, reason: RevokeReason, except?: string): Promise<number> {
    const { numUpdatedRows } = await tx
      .updateTable('sessions')
      .set({ revoked_at: this.nowMs(), revoke_reason: reason })
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  /** Whether the user behind a name has signed in from this address before; false for a name that nobody has. */
  async hasSignedInFrom(nameKey: string, ip: string): Promise<boolean> {
    const row = await this.db.kysely
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(sql<number>`count(*)`.as('count'))
      .where('users.username_key', '=', nameKey)
      .where('sessions.ip_address', '=', ip)
      .executeTakeFirst();
    return Number(row?.count ?? 0) > 0;
  }

  private async aliveOf(on: Pick<Tx, 'selectFrom'>, userId: string): Promise<Row<'sessions'>[]> {
    const now = this.nowMs();
    return on
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('last_active_at', '>', now - this.config.sessionIdleMinutes * 60_000)
      .orderBy('last_active_at', 'desc')
      .orderBy('id')
      .execute();
  }
}
