import { randomUUID } from 'node:crypto';
import { ok, refuse, type Refused, type Result } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { entryOf, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Db, type Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import type { JsonObject } from '../database/stored-json.js';
import { versionRefusal, type Expected } from '../database/version.js';
import { MAX_WATCHLIST_ITEMS, type ItemAdded, type Watchlist, type WatchlistSummary } from './watchlist.dto.js';
import { itemOf, summaryOf } from './watchlist-rows.js';

/** Watchlists that one person may keep. */
export const MAX_WATCHLISTS = 50;

export interface NewItem {
  readonly symbol: string;
  readonly exchange: string;
  readonly customFields?: JsonObject | null;
}

type List = Row<'watchlists'>;

/**
 * Lists of instruments. Every query names the owner: what belongs to somebody else is unknown, as if it did not exist. Every
 * change and its row of the audit log are one transaction. Adding and removing an item need no version: two tabs that do so
 * lose nothing of each other's.
 */
@Injectable()
export class Watchlists {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** All of one person by name, without their items. */
  async list(userId: string): Promise<WatchlistSummary[]> {
    const query = this.db.kysely.selectFrom('watchlists').selectAll().where('user_id', '=', userId);
    return (await query.orderBy('name').execute()).map(summaryOf);
  }

  async get(userId: string, id: string): Promise<Result<Watchlist>> {
    // Of one moment: the items must be those of the version.
    return this.db.snapshot(async (tx) => {
      const list = await owned(tx, userId, id);
      return list === undefined ? unknown() : ok({ ...summaryOf(list), items: (await itemsOf(tx, id)).map(itemOf) });
    });
  }

  /** The first one of a person becomes their default. */
  async create(actor: Actor, name: string): Promise<Result<Watchlist>> {
    return this.db.transaction(async (tx) => {
      const mine = await tx.selectFrom('watchlists').select('name').where('user_id', '=', actor.userId).execute();
      if (mine.length >= MAX_WATCHLISTS) {
        return refuse('RECORD_LIMIT', `you have ${mine.length} watchlists`, { limit: MAX_WATCHLISTS });
      }
      if (mine.some((other) => other.name === name)) return nameTaken(name);
      const now = this.nowMs();
      const list: List = {
        id: randomUUID(),
        user_id: actor.userId,
        name,
        is_default: mine.length === 0 ? 1 : 0,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      await tx.insertInto('watchlists').values(list).execute();
      await this.record(tx, actor, 'watchlist.create', list.id, { name });
      return ok({ ...summaryOf(list), items: [] });
    });
  }

  async rename(actor: Actor, id: string, expected: Expected, name: string): Promise<Result<WatchlistSummary>> {
    return this.change(actor, id, expected, async (tx, list) => {
      const query = tx.selectFrom('watchlists').select('id').where('user_id', '=', actor.userId);
      const other = await query.where('name', '=', name).where('id', '!=', id).executeTakeFirst();
      if (other !== undefined) return nameTaken(name);
      await this.record(tx, actor, 'watchlist.rename', id, { from: list.name, to: name });
      return ok(summaryOf(await this.touch(tx, list, { name })));
    });
  }

  async remove(actor: Actor, id: string, expected: Expected): Promise<Result<undefined>> {
    return this.change(actor, id, expected, async (tx, list) => {
      await tx.deleteFrom('watchlists').where('id', '=', id).execute();
      await this.record(tx, actor, 'watchlist.delete', id, { name: list.name });
      return ok(undefined);
    });
  }

  /** Makes it the only default of its owner. The other one gets a new version too: its representation changes. */
  async makeDefault(actor: Actor, id: string): Promise<Result<WatchlistSummary>> {
    return this.change(actor, id, 'any', async (tx, list) => {
      if (list.is_default === 1) return ok(summaryOf(list));
      const query = tx.selectFrom('watchlists').selectAll().where('user_id', '=', actor.userId);
      const old = await query.where('is_default', '=', 1).executeTakeFirst();
      if (old !== undefined) await this.touch(tx, old, { is_default: 0 });
      await this.record(tx, actor, 'watchlist.default', id, { name: list.name });
      return ok(summaryOf(await this.touch(tx, list, { is_default: 1 })));
    });
  }

  /** Adds at the end. */
  async addItem(actor: Actor, id: string, added: NewItem): Promise<Result<ItemAdded>> {
    return this.change(actor, id, 'any', async (tx, list) => {
      const items = await itemsOf(tx, id);
      const { symbol, exchange, customFields = null } = added;
      if (items.some((item) => item.symbol === symbol && item.exchange === exchange)) {
        return refuse('RECORD_NAME_TAKEN', `the list has ${symbol} of ${exchange}`, { symbol, exchange });
      }
      if (items.length >= MAX_WATCHLIST_ITEMS) {
        return refuse('RECORD_LIMIT', `the list has ${items.length} items`, { limit: MAX_WATCHLIST_ITEMS });
      }
      const item: Row<'watchlist_items'> = {
        id: randomUUID(),
        watchlist_id: id,
        symbol,
        exchange,
        custom_fields: customFields === null ? null : JSON.stringify(customFields),
        display_order: (items.at(-1)?.display_order ?? -1) + 1,
        added_at: this.nowMs(),
      };
      await tx.insertInto('watchlist_items').values(item).execute();
      await this.record(tx, actor, 'watchlist.item.add', id, { item: item.id, symbol, exchange });
      return ok({ version: (await this.touch(tx, list)).version, item: itemOf(item) });
    });
  }

  /** Gives the list's new version. */
  async removeItem(actor: Actor, id: string, itemId: string): Promise<Result<number>> {
    return this.change(actor, id, 'any', async (tx, list) => {
      const item = (await itemsOf(tx, id)).find((one) => one.id === itemId);
      if (item === undefined) return refuse('RECORD_UNKNOWN', 'the list has no such item');
      await tx.deleteFrom('watchlist_items').where('id', '=', itemId).execute();
      const { symbol, exchange } = item;
      await this.record(tx, actor, 'watchlist.item.remove', id, { item: itemId, symbol, exchange });
      return ok((await this.touch(tx, list)).version);
    });
  }

  /** Puts all items of the list in the order of `ids`, which must name each of them once. */
  async reorder(actor: Actor, id: string, expected: Expected, ids: readonly string[]): Promise<Result<Watchlist>> {
    return this.change(actor, id, expected, async (tx, list) => {
      const items = new Map((await itemsOf(tx, id)).map((item) => [item.id, item]));
      const ordered = ids.flatMap((itemId) => items.get(itemId) ?? []);
      if (ordered.length !== items.size || ids.length !== items.size || new Set(ids).size !== ids.length) {
        return refuse('BAD_REQUEST', 'items must name every item of the list once', { items: items.size });
      }
      for (const [place, item] of ordered.entries()) {
        if (item.display_order === place) continue;
        await tx.updateTable('watchlist_items').set({ display_order: place }).where('id', '=', item.id).execute();
      }
      await this.record(tx, actor, 'watchlist.reorder', id, { items: ids.length });
      return ok({ ...summaryOf(await this.touch(tx, list)), items: ordered.map(itemOf) });
    });
  }

  /** A change of a list of the actor's, at the version expected. A refusal must come before the first write. */
  private async change<T>(
    { userId }: Actor,
    id: string,
    expected: Expected,
    work: (tx: Tx, list: List) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.db.transaction(async (tx) => {
      const list = await owned(tx, userId, id);
      if (list === undefined) return unknown();
      return versionRefusal(expected, list.version) ?? (await work(tx, list));
    });
  }

  private async touch(tx: Tx, list: List, change: Partial<Pick<List, 'name' | 'is_default'>> = {}): Promise<List> {
    const touched = { ...change, version: list.version + 1, updated_at: this.nowMs() };
    await tx.updateTable('watchlists').set(touched).where('id', '=', list.id).execute();
    return { ...list, ...touched };
  }

  private async record(tx: Tx, actor: Actor, action: string, id: string, details: JsonObject): Promise<void> {
    await this.audit.append(entryOf(actor, action, 'watchlist', id, details), tx);
  }

  private nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }
}

async function owned(tx: Pick<Tx, 'selectFrom'>, userId: string, id: string): Promise<List | undefined> {
  const query = tx.selectFrom('watchlists').selectAll().where('id', '=', id).where('user_id', '=', userId);
  return query.executeTakeFirst();
}

async function itemsOf(tx: Pick<Tx, 'selectFrom'>, id: string): Promise<Row<'watchlist_items'>[]> {
  const query = tx.selectFrom('watchlist_items').selectAll().where('watchlist_id', '=', id);
  return query.orderBy('display_order').execute();
}

function unknown(): Refused {
  return refuse('RECORD_UNKNOWN', 'you have no such watchlist');
}

function nameTaken(name: string): Refused {
  return refuse('RECORD_NAME_TAKEN', `you have a watchlist of the name ${name}`, { name });
}
