import { ok, refuse, type Result } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { RefreshTokens, type RefreshClaim } from '../auth/refresh-tokens.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import type { Client } from '../http/client.js';
import { SessionDirectory } from './session-directory.js';
import { SessionStore } from './session-store.js';

export interface Refreshed {
  readonly sid: string;
  readonly refreshToken: string;
  /** Milliseconds since the epoch: the session's own end, which no refresh moves. */
  readonly expiresAt: number;
}

const refused = (): Result<never> => refuse('REFRESH_REFUSED', 'the session cannot be continued: sign in again');

/**
 * Rotation of refresh tokens. Of any number of callers with one token, in any number of processes, exactly one moves the
 * session on: the database compares and swaps.
 */
@Injectable()
export class SessionRefresh {
  constructor(
    private readonly db: Db,
    private readonly store: SessionStore,
    private readonly tokens: RefreshTokens,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
    private readonly log: EventLog,
  ) {}

  async refresh(token: string | undefined, client: Client): Promise<Result<Refreshed>> {
    const claim = token === undefined ? undefined : this.tokens.read(token);
    if (!claim) return refused();
    const rotated = await this.rotate(claim);
    const session = await this.store.find(claim.sid);
    if (!session || !this.isAlive(session)) return refused();
    if (rotated) return ok(this.grantOf(claim.sid, claim.sequence + 1, session.expires_at));
    return this.superseded(claim, session, client);
  }

  private isAlive({ revoked_at, expires_at, last_active_at }: Row<'sessions'>): boolean {
    const now = this.store.nowMs();
    return revoked_at === null && expires_at > now && last_active_at > now - this.idleMs;
  }

  private get idleMs(): number {
    return this.config.sessionIdleMinutes * 60_000;
  }

  private grantOf(sid: string, sequence: number, expiresAt: number): Refreshed {
    return { sid, refreshToken: this.tokens.of(sid, sequence), expiresAt };
  }

  /** True for the one caller whose token was the current one. */
  private async rotate({ sid, sequence }: RefreshClaim): Promise<boolean> {
    const now = this.store.nowMs();
    const current = this.tokens.hashOf(this.tokens.of(sid, sequence));
    const next = this.tokens.hashOf(this.tokens.of(sid, sequence + 1));
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('sessions')
      .set({ refresh_sequence: sequence + 1, refresh_hash: next, rotated_at: now, last_active_at: now })
      .where('id', '=', sid)
      .where('refresh_sequence', '=', sequence)
      .where('refresh_hash', '=', current)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('last_active_at', '>', now - this.idleMs)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows) === 1;
  }

  /**
   * A token of ours that is not the current one. The one before the last comes from a second tab that was a moment late;
   * anything older was copied, and whoever holds the copy must lose the session, at the price of its owner's.
   */
  private async superseded(claim: RefreshClaim, session: Row<'sessions'>, client: Client): Promise<Result<Refreshed>> {
    const behind = session.refresh_sequence - claim.sequence;
    // Ahead of the database: it was restored from a backup. Nobody misused anything.
    if (behind <= 0) return refused();
    const graceMs = this.config.refreshGraceSeconds * 1_000;
    const inGrace = this.store.nowMs() - session.rotated_at <= graceMs && graceMs > 0;
    if (behind === 1 && inGrace) return ok(this.grantOf(claim.sid, session.refresh_sequence, session.expires_at));
    await this.endFamily(session, behind, client);
    return refused();
  }

  private async endFamily(session: Row<'sessions'>, behind: number, { ip }: Client): Promise<void> {
    const ended = await this.db.transaction(async (tx) => {
      const count = await this.store.end(tx, [session.id], 'reuse');
      const entry = {
        userId: session.user_id,
        action: 'session.refresh_reused',
        resource: 'session',
        resourceId: session.id,
        details: { behind },
        ipAddress: ip,
      };
      if (count > 0) await this.audit.append(entry, tx);
      return count > 0;
    });
    this.directory.forgetUser(session.user_id);
    if (ended) this.log.warn({ event: 'session.refresh_reused', sid: session.id, userId: session.user_id, behind });
  }
}
