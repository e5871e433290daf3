import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventsReplyShape, OrderEventShape, OrdersQueryShape } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { addUser, openWorld, type World } from '../../test/database.js';
import { eventOf } from '../../test/fake-oms.js';
import type { PlatformBus } from '../bus/platform-bus.js';
import { Db } from '../database/db.js';
import type { OrderBatch } from '../orders/order-stream.js';
import { OrderProjection } from './order-projection.js';
import { rebuildProjection } from './rebuild-projection.js';

/** Answers questions for events from a list. */
class EventBus {
  events: OrderEventShape[] = [];
  journal = 'test-1';
  /** Answers all questions as the first one of all that had an answer. */
  repeat = false;
  private last: EventsReplyShape | undefined;

  forget(): void {
    this.last = undefined;
  }

  ask(_topic: string, { afterSequence = 0, limit = 500 }: OrdersQueryShape): Promise<EventsReplyShape> {
    if (this.repeat && this.last !== undefined) return Promise.resolve(this.last);
    const left = this.events.filter(({ sequence }) => sequence > afterSequence);
    const lastSequence = this.events.at(-1)?.sequence ?? 0;
    const page = { events: left.slice(0, limit), more: left.length > limit, journal: this.journal, lastSequence };
    this.last ??= page;
    return Promise.resolve(page);
  }
}

describe('OrderProjection', () => {
  let world: World;
  let bus: EventBus;
  let projection: OrderProjection;
  let batches: OrderBatch[];

  const projectionOf = (db: Db): OrderProjection =>
    new OrderProjection(bus as unknown as PlatformBus, db, world.clock, world.log);

  beforeEach(async () => {
    world = await openWorld();
    bus = new EventBus();
    projection = projectionOf(world.db);
    batches = [];
    await projection.pull();
    bus.forget();
    projection.onBatch((batch) => batches.push(batch));
  });
  afterEach(async () => world.db.close());

  const catchUp = async (by = projection): Promise<void> => {
    while ((await by.pull()) !== 'up-to-date');
  };
  const orders = async (): Promise<string[]> =>
    (await projection.snapshot()).orders.map(({ clOrdId, ordStatus }) => `${clOrdId} ${ordStatus}`);
  const historyCount = async (): Promise<number> =>
    (await world.db.kysely.selectFrom('order_history').select('id').execute()).length;

  it('applies each event once, page by page, whatever comes twice', async () => {
    // Sequences have holes: records that made no event.
    for (let n = 1; n <= 1_200; n++) bus.events.push(eventOf(3 * n, { clOrdId: `test-${n % 400}` }));
    await catchUp();
    bus.repeat = true;
    await projection.pull();
    await projection.pull();
    expect(await historyCount()).toBe(1_200);
    expect(batches.map(({ prev, seq }) => [prev, seq])).toEqual([
      [0, 1_500],
      [1_500, 3_000],
      [3_000, 3_600],
    ]);
    expect(batches[0].orders).toHaveLength(400);
    expect((await projection.snapshot()).seq).toBe(3_600);
  });

  it('stays as it is on a disk that is full, and goes on from there once there is room', async () => {
    bus.events.push(eventOf(1, { clOrdId: 'test-1' }));
    await catchUp();
    const pages = async (): Promise<number> => {
      const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(world.db.kysely);
      return rows[0]?.page_count ?? 0;
    };
    const allow = (limit: number) => sql.raw(`PRAGMA max_page_count = ${limit}`).execute(world.db.kysely);
    // SQLite answers as on a full disk, and takes back what was begun.
    await allow(await pages());
    for (let n = 2; n <= 400; n++) bus.events.push(eventOf(n, { clOrdId: `test-${n}` }));
    for (let looks = 0; looks < 3; looks++) await expect(projection.pull()).rejects.toThrow('full');
    expect([await historyCount(), (await projection.snapshot()).seq, batches.length]).toEqual([1, 1, 1]);
    await allow(1_000_000);
    await catchUp();
    expect([await historyCount(), (await projection.snapshot()).seq]).toEqual([400, 400]);
    expect(batches.map(({ prev, seq }) => [prev, seq])).toEqual([
      [0, 1],
      [1, 400],
    ]);
  });

  it('is done by several gateways on one database in turn, each telling its own listeners of everything', async () => {
    const db = await Db.open({ path: world.path });
    const other = projectionOf(db);
    const theirs: OrderBatch[] = [];
    await other.pull();
    other.onBatch((batch) => theirs.push(batch));
    for (let n = 1; n <= 40; n++) {
      bus.events.push(eventOf(n, { clOrdId: `test-${n}` }));
      await Promise.all([projection.pull(), other.pull()]);
    }
    await Promise.all([catchUp(), catchUp(other)]);
    expect(await historyCount()).toBe(40);
    for (const told of [batches, theirs]) {
      expect(told.flatMap((batch) => batch.orders.map(({ clOrdId }) => clOrdId))).toEqual(
        Array.from({ length: 40 }, (_, index) => `test-${index + 1}`),
      );
    }
    await db.close();
  });

  it('notices an OMS that began anew, tells the log and its listeners, and projects what there is now', async () => {
    for (let n = 1; n <= 5; n++) bus.events.push(eventOf(n, { clOrdId: `old-${n}` }));
    await catchUp();
    bus.journal = 'test-2';
    bus.events = [];
    await catchUp();
    expect(await orders()).toEqual([]);
    expect(batches.at(-1)).toEqual({ prev: 0, seq: 0, orders: [], fills: [] });
    bus.events = Array.from({ length: 9 }, (_, index) => eventOf(index + 1, { clOrdId: `new-${index + 1}` }));
    await catchUp();
    expect(await orders()).toHaveLength(9);
    expect(world.log.lines.filter(({ event }) => event === 'projection.restarted')).toMatchObject([
      { from: 'test-1', journal: 'test-2', was: 5 },
    ]);
    // The same journal, cut back to before what is known: as after a restore of an older copy.
    bus.events = bus.events.slice(0, 2);
    await catchUp();
    expect(await orders()).toHaveLength(2);
  });

  it('says so when it finds news again and again and no bell rings, as beside another gateway with its queue', async () => {
    class Impatient extends OrderProjection {
      protected override readonly pollMs = 5;
    }
    let bell: () => void = () => undefined;
    const listening = Object.assign(bus, {
      onUp: (told: () => void): (() => void) => {
        told();
        return () => undefined;
      },
      listen: (_pattern: string, listener: () => void): Promise<() => void> => {
        bell = listener;
        return Promise.resolve(() => undefined);
      },
    });
    const running = new Impatient(listening as unknown as PlatformBus, world.db, world.clock, world.log);
    const heard: number[] = [];
    await running.pull();
    running.onBatch(({ seq }) => heard.push(seq));
    running.onApplicationBootstrap();
    const next = async (ring: boolean): Promise<void> => {
      const sequence = bus.events.length + 1;
      bus.events.push(eventOf(sequence, { clOrdId: `quiet-${sequence}` }));
      if (ring) bell();
      await eventually(() => heard.at(-1) === sequence);
    };
    const warnings = () => world.log.lines.filter(({ event }) => event === 'projection.no_bell');
    for (let n = 0; n < 8; n++) await next(n % 3 === 2);
    expect(warnings()).toEqual([]);
    for (let n = 0; n < 8; n++) await next(false);
    expect(warnings()).toMatchObject([{ everyMs: 5 }]);
    await running.beforeApplicationShutdown();
  });

  it('takes the refusal of a command about an order that is not known for no order, and for nothing of another', async () => {
    bus.events.push(
      eventOf(1, { clOrdId: 'a', execType: 'New' }),
      eventOf(2, {
        clOrdId: 'a',
        account: 'OTHER',
        venue: '',
        symbol: '',
        execType: 'CancelRejected',
        ordStatus: 'Rejected',
        state: 'Denied',
      }),
      eventOf(3, {
        clOrdId: 'b',
        venue: '',
        symbol: '',
        execType: 'ReplaceRejected',
        ordStatus: 'Rejected',
        state: 'Denied',
      }),
    );
    await catchUp();
    expect(await orders()).toEqual(['a New']);
  });

  it('knows who placed an order here, and gives an id to one order only', async () => {
    const user = await addUser(world.db, 'ann');
    await world.db.kysely
      .insertInto('order_requests')
      .values({
        id: randomUUID(),
        account: 'SIM',
        client_order_id: 'mine',
        command_id: 'SIM/mine',
        user_id: user,
        body_hash: 'x'.repeat(64),
        created_at: 1,
        sent_at: 1,
        receipt: null,
        resolved_at: null,
      })
      .execute();
    const manual = { strategy: 'manual', commandId: 'SIM/mine' };
    bus.events.push(eventOf(1, { ...manual, clOrdId: 'a' }), eventOf(2, { ...manual, clOrdId: 'b' }));
    // A strategy cannot pass for a person.
    bus.events.push(eventOf(3, { commandId: 'SIM/mine', clOrdId: 'c' }));
    await catchUp();
    const shown = (await projection.snapshot()).orders.map(({ clOrdId, user: by, clientOrderId }) => [
      clOrdId,
      by,
      clientOrderId,
    ]);
    expect(shown).toEqual([
      ['c', undefined, undefined],
      ['b', undefined, undefined],
      ['a', 'ann', 'mine'],
    ]);
    expect(world.log.lines.map(({ event }) => event)).toContain('projection.order_twice');
  });

  it('stores what venues and strategies may say, of whatever length and kind', async () => {
    const long = 'x'.repeat(5_000);
    bus.events.push(
      eventOf(1, {
        clOrdId: 'a',
        reason: `\u0000${long}\ud800`,
        venueOrderId: long,
        execId: long,
        adapter: '',
        code: 'ORDER_REJECTED',
      }),
      eventOf(2, {
        clOrdId: 'b',
        quantity: '99999999999999999999.999999999999999999',
        price: '0.000000000000000001',
        venue: 'v'.repeat(64),
        account: 'a'.repeat(64),
        symbol: 's'.repeat(64),
        commandId: 'c'.repeat(200),
        state: 'Denied',
        ordStatus: 'Rejected',
      }),
    );
    await catchUp();
    expect(await orders()).toEqual(['b Rejected', 'a New']);
  });

  it('gives the same rows when it is rebuilt, by their ids too', async () => {
    for (let n = 1; n <= 600; n++) {
      const trade = { execType: 'Trade', lastQty: '0.001', lastPx: '100.00', currency: 'USD', multiplier: 1 } as const;
      bus.events.push(eventOf(n, { clOrdId: `test-${n % 50}`, ...(n > 50 ? { ...trade, execId: `x${n}` } : {}) }));
    }
    await catchUp();
    const rows = async (): Promise<object[]> => [
      await world.db.kysely.selectFrom('orders').selectAll().orderBy('id').execute(),
      await world.db.kysely.selectFrom('order_history').selectAll().orderBy('id').execute(),
      await world.db.kysely.selectFrom('positions').selectAll().orderBy('id').execute(),
    ];
    const live = await rows();
    const seen: number[] = [];
    await rebuildProjection(world.db, projection, world.clock, ({ sequence }) => seen.push(sequence));
    expect(seen).toEqual([500]);
    expect(await rows()).toEqual(live);
  });
});
