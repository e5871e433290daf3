import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import type { Role } from '../auth/role.js';
import { Db } from '../database/db.js';

/** A session that is alive, and what its owner may do now: roles that were taken away since the sign-in do not count. */
export interface LiveSession {
  readonly sid: string;
  readonly userId: string;
  readonly username: string;
  readonly roles: readonly Role[];
  readonly mustChangePassword: boolean;
}

interface Cached {
  readonly untilUs: number;
  /** Undefined: ended or never begun. */
  readonly session: LiveSession | undefined;
}

/** How long another process may go on taking a session for alive that was ended here. */
const maxAgeUs = 5_000_000;
const maxCached = 10_000;
/** Sessions in one statement. */
const maxAsked = 500;

/**
 * Whether a session is alive, for every request: answered from memory for up to five seconds, then from the database. What
 * this process ends is refused at once.
 */
@Injectable()
export class SessionDirectory {
  private readonly cached = new Map<string, Cached>();
  private readonly watchers = new Set<(userId: string) => void>();
  /** Raised by every change: an answer that was on its way meanwhile may be old and is not kept. */
  private generation = 0;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async find(sid: string): Promise<LiveSession | undefined> {
    const known = this.cached.get(sid);
    if (known && known.untilUs > this.clock.nowUs()) return known.session;
    const { generation } = this;
    const session = await this.read(sid);
    if (generation === this.generation) this.keep(sid, session);
    return session;
  }

  /** To be called once a change of this user, of their roles or of their sessions is committed. */
  forgetUser(userId: string): void {
    this.generation++;
    for (const [sid, { session }] of this.cached) if (session?.userId === userId) this.cached.delete(sid);
    for (const watcher of this.watchers) watcher(userId);
  }

  /** Calls back with a user about whom something changed in this process. @returns ends it */
  onChange(watcher: (userId: string) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** Those of the sessions that are alive, as the database has it now: other processes end sessions too. */
  async alive(sids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let at = 0; at < sids.length; at += maxAsked) {
      const rows = await this.db.kysely
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select('sessions.id')
        .where('sessions.id', 'in', sids.slice(at, at + maxAsked))
        .where('sessions.revoked_at', 'is', null)
        .where('sessions.expires_at', '>', Math.floor(this.clock.nowUs() / 1_000))
        .where('users.disabled_at', 'is', null)
        .execute();
      for (const { id } of rows) found.add(id);
    }
    return found;
  }

  private keep(sid: string, session: LiveSession | undefined): void {
    this.cached.delete(sid);
    this.cached.set(sid, { untilUs: this.clock.nowUs() + maxAgeUs, session });
    if (this.cached.size <= maxCached) return;
    const [oldest] = this.cached.keys();
    if (oldest !== undefined) this.cached.delete(oldest);
  }

  private async read(sid: string): Promise<LiveSession | undefined> {
    const rows = await this.db.kysely
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
      .select(['users.id', 'users.username', 'users.must_change_password', 'user_roles.role'])
      .where('sessions.id', '=', sid)
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', Math.floor(this.clock.nowUs() / 1_000))
      .where('users.disabled_at', 'is', null)
      .execute();
    const [first] = rows;
    if (!first) return undefined;
    const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
    const mustChangePassword = first.must_change_password === 1;
    return { sid, userId: first.id, username: first.username, roles, mustChangePassword };
  }
}
