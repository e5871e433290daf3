import { setTimeout as sleep } from 'node:timers/promises';
import { ORDER_QUERY, PATTERNS, type EventsReplyShape } from '@bourseworks/dto/shapes';
import { Clock, EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';
import { untilAborted } from '../bus/until-aborted.js';
import { Db } from '../database/db.js';
import { OrderStream, type OrderBatch, type OrderSnapshot } from '../orders/order-stream.js';
import { EventBatch } from './event-batch.js';
import { fillView, orderView, selectFills, selectOrders } from './order-views.js';
import { emptyProjection, readWatermark, writeWatermark, type Watermark } from './watermark.js';

/** Messages may be lost, the doorbell among them. */
const POLL_MS = 2_000;
/** Looks in a row that found news although no bell rang since the first of them. */
const SILENT_LOOKS = 5;
/** Events of one page, which is one transaction. */
const PAGE = 500;
const SNAPSHOT_ROWS = 500;
/** Far more than anybody looks at; the OMS itself takes no more than 200 000. */
const SNAPSHOT_OPEN = 10_000;

/** What came of one look at the OMS. */
export type Pulled = 'applied' | 'restarted' | 'overtaken' | 'up-to-date';

/**
 * Orders, their history and positions as projections of the OMS's events. They are pulled from the stored watermark; the live
 * topic only rings the bell. A page and the watermark after it are one transaction, so that each event counts once whatever
 * is lost, repeated or cut off. Several gateways on one database take turns.
 */
@Injectable()
export class OrderProjection extends OrderStream implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly pollMs: number = POLL_MS;
  private readonly listeners = new Set<(batch: OrderBatch) => void>();
  /** What the listeners were told up to. */
  private told: Watermark | undefined;
  private readonly stop = new AbortController();
  private rung = false;
  private silentLooks = 0;
  private ring: () => void = () => undefined;
  private loop: Promise<void> | undefined;
  private line: Promise<void> = Promise.resolve();
  private failing = false;
  /** By our clock: everything that the OMS had made known before is in the tables. */
  private freshUs = 0;
  private endListening: () => void = () => undefined;
  private endUp: () => void = () => undefined;

  constructor(
    private readonly bus: PlatformBus,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    super();
  }

  /** When the tables last held all that the OMS knew, microseconds; 0 = not yet since the start. */
  get completeAsOfUs(): number {
    return this.freshUs;
  }

  onApplicationBootstrap(): void {
    let listening = false;
    this.endUp = this.bus.onUp(() => {
      this.wake();
      if (listening) return;
      listening = true;
      this.bus
        .listen(PATTERNS.orderEvents, () => {
          this.silentLooks = 0;
          this.wake();
        })
        .then(
          (end) => (this.endListening = end),
          (error: unknown) => {
            listening = false;
            this.log.warn({ event: 'projection.no_doorbell', reason: String(error) });
          },
        );
    });
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    this.endUp();
    this.endListening();
    this.wake();
    await this.loop;
  }

  override onBatch(listener: (batch: OrderBatch) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  override async snapshot(): Promise<OrderSnapshot> {
    return this.db.snapshot(async (tx) => {
      const { sequence: seq } = await readWatermark(tx);
      const openOnes = selectOrders(tx).where('is_closed', '=', 0).orderBy('first_sequence', 'desc');
      const open = await openOnes.limit(SNAPSHOT_OPEN).execute();
      const closedOnes = selectOrders(tx).where('is_closed', '=', 1).orderBy('first_sequence', 'desc');
      const closed = await closedOnes.limit(SNAPSHOT_ROWS).execute();
      const latest = selectFills(tx).orderBy('order_history.sequence', 'desc').limit(SNAPSHOT_ROWS);
      const rows = [...open, ...closed].toSorted((a, b) => b.first_sequence - a.first_sequence);
      return { seq, orders: rows.map(orderView), fills: (await latest.execute()).map(fillView) };
    });
  }

  /** Looks again without waiting for the bell or the clock. */
  wake(): void {
    this.rung = true;
    this.ring();
  }

  /** One page. @throws DomainError when the OMS does not answer */
  async pull(): Promise<Pulled> {
    // One at a time: two would tell the listeners of the same batch.
    const turn = this.line.then(() => this.pullNow());
    this.line = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async pullNow(): Promise<Pulled> {
    const mark = await readWatermark(this.db.kysely);
    const askedUs = this.clock.nowUs();
    const query = { afterSequence: mark.sequence, limit: PAGE };
    const page = await this.bus.ask<EventsReplyShape>(ORDER_QUERY.events, query);
    const pulled = await this.take(mark, page);
    if (pulled === 'up-to-date' || (pulled === 'applied' && !page.more)) this.freshUs = askedUs;
    await this.tell();
    return pulled === 'applied' && !page.more ? 'up-to-date' : pulled;
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    let byClock = false;
    while (!signal.aborted) {
      try {
        // A question to an OMS that is away must not hold up the end of the process.
        const before = this.told?.sequence;
        while ((await untilAborted(this.pull(), signal)) !== 'up-to-date');
        if (byClock && this.told?.sequence !== before) this.foundWithoutBell();
        if (this.failing) this.log.info({ event: 'projection.caught_up', sequence: this.told?.sequence });
        this.failing = false;
      } catch (error) {
        if (signal.aborted) return;
        const { code, message } = error as { code?: string; message: string };
        // Once: while the OMS is away this is every few seconds.
        this.log[this.failing ? 'debug' : 'warn']({ event: 'projection.waiting', code, reason: message });
        this.failing = true;
      }
      byClock = await this.pause();
    }
  }

  /** Another gateway with the same id has the queue, or the broker does not bring what it should. */
  private foundWithoutBell(): void {
    this.silentLooks += 1;
    if (this.silentLooks === SILENT_LOOKS) this.log.warn({ event: 'projection.no_bell', everyMs: this.pollMs });
  }

  /** @returns whether the time ran out before the bell rang */
  private async pause(): Promise<boolean> {
    if (this.rung || this.stop.signal.aborted) {
      this.rung = false;
      // A bell that never stops must leave others their turn.
      await sleep(1);
      return false;
    }
    const waiting = new AbortController();
    this.ring = () => waiting.abort();
    await sleep(this.pollMs, undefined, { ref: false, signal: waiting.signal }).catch(() => undefined);
    this.ring = () => undefined;
    this.rung = false;
    return !waiting.signal.aborted;
  }

  private async take(mark: Watermark, page: EventsReplyShape): Promise<Pulled> {
    const another = isAnother(mark, page);
    const events = page.events.filter(({ sequence }) => sequence > mark.sequence);
    const last = events.at(-1);
    if (!another && last === undefined && mark.journal === page.journal) return 'up-to-date';
    const nowMs = Math.floor(this.clock.nowUs() / 1_000);
    return this.db.transaction(async (tx): Promise<Pulled> => {
      const now = await readWatermark(tx);
      if (now.sequence !== mark.sequence || now.journal !== mark.journal) return 'overtaken';
      if (another) {
        const { journal, lastSequence } = page;
        this.log.warn({ event: 'projection.restarted', from: mark.journal, journal, was: mark.sequence, lastSequence });
        await emptyProjection(tx, journal, nowMs);
        return 'restarted';
      }
      await new EventBatch(tx, this.log).apply(events);
      await writeWatermark(tx, { sequence: last?.sequence ?? mark.sequence, journal: page.journal }, nowMs);
      return 'applied';
    });
  }

  /** What was committed since the listeners were told last, by this process or by another on the same database. */
  private async tell(): Promise<void> {
    const before = this.told;
    const { mark, batch } = await this.db.snapshot(async (tx) => {
      const now = await readWatermark(tx);
      const { sequence: seq } = now;
      const same = before === undefined || (seq === before.sequence && now.journal === before.journal);
      if (same || this.listeners.size === 0) return { mark: now, batch: undefined };
      // Projected anew: whoever holds more than nothing sees by `prev` that it no longer fits.
      const prev = seq < before.sequence || now.journal !== before.journal ? 0 : before.sequence;
      const orders = await selectOrders(tx).where('orders.sequence', '>', prev).orderBy('orders.sequence').execute();
      const fills = selectFills(tx).where('order_history.sequence', '>', prev).orderBy('order_history.sequence');
      const changed = { orders: orders.map(orderView), fills: (await fills.execute()).map(fillView) };
      return { mark: now, batch: { prev, seq, ...changed } };
    });
    this.told = mark;
    if (batch !== undefined) for (const listener of this.listeners) listener(batch);
  }
}

/** An OMS that started from an emptied journal, or whose journal was replaced by an older one. */
function isAnother({ sequence, journal }: Watermark, page: EventsReplyShape): boolean {
  if (journal !== '' && journal !== page.journal) return true;
  return page.lastSequence < sequence;
}
