import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder } from '@bourseworks/risk';
import type { Effect, EngineRecord, ListLegCommand, ListView } from '../src/index.js';
import { IBM } from './desk.js';
import { ListDesk } from './list-desk.js';
import { LossyBroker } from './lossy-broker.js';

const MAX_POSITION = 600;
const RISK = RiskBuilder.for('firm')
  .for('strategy', '*')
  .maxPosition(String(MAX_POSITION))
  .maxOpenOrders(14)
  .orderRate({ count: 40, windowUs: 1_000_000 })
  .build();
const ROUNDS = 60;

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** What a set of lives came to. */
export interface ContingentFigures {
  lists: number;
  exits: number;
  overshoots: number;
  denials: number;
  unprotected: number;
  crashes: number;
  busts: number;
  triggered: number;
}

/**
 * One random life of an engine that keeps lists of orders, before a venue behind a bad line, with crashes that lose what was
 * not durable yet. A calm life loses and crashes nothing and hears every fill before the next: siblings never race there.
 */
class ContingentLife {
  readonly rng: SeededRng;
  readonly broker: LossyBroker;
  readonly desk: ListDesk;
  readonly figures: ContingentFigures;
  private readonly calm: boolean;
  private readonly alarms = new Map<string, Set<string>>();
  private readonly busted = new Set<string>();
  private places = new Map<string, { listId: string; leg: number }>();
  private released = 0;
  private durable = 0;
  private killed = false;

  constructor(seed: number, figures: ContingentFigures) {
    this.rng = new SeededRng(seed);
    this.figures = figures;
    this.calm = this.rng.integer(4) === 0;
    const fault = (): number => (this.calm ? 0 : [0, 0, 10, 25][this.rng.integer(4)]);
    this.broker = new LossyBroker(this.rng, { lost: fault(), repeated: fault(), reordered: fault() });
    this.desk = new ListDesk({
      risk: RISK,
      selfTrade: { modeOf: () => 'OFF', ownerOf: () => 'a' },
      capabilities: { replace: this.rng.integer(3) > 0 },
    });
    this.mark();
  }

  step(): void {
    this.desk.now += this.rng.integer(50_000);
    const dice = this.rng.integer(100);
    if (dice < 12) this.submit();
    else if (dice < 15) this.single();
    else if (dice < 23) this.change();
    else if (dice < 43) this.release();
    else if (dice < 62) this.broker.trade();
    else if (dice < 88) this.hear();
    else if (dice < 90) this.desk.take(this.desk.engine.releaseHeld(this.desk.now));
    else if (dice === 90) this.control();
    else if (dice === 91) this.desk.take(this.desk.engine.brokerUnknown('sim', 'link lost', this.desk.now));
    else if (dice < 94) this.bust();
    else if (dice < 96 && !this.calm) this.crash();
    else this.mark();
    if (this.calm) this.rest();
    this.look();
  }

  /** The faults stop and everything comes to rest; then the laws are held up. */
  settle(): void {
    Object.assign(this.broker.faults, { lost: 0, repeated: 0, reordered: 0 });
    this.rest();
    for (const list of this.desk.engine.lists.find({}, 10_000)) this.check(list);
    this.checkReservations();
    this.desk.replayed();
    this.cancelAll();
    must(this.desk.engine.openOrders().length === 0, 'an order stays open');
    must(this.desk.engine.reserved('A').notional === 0n, 'a reservation stays');
    for (const { listId, state } of this.desk.engine.lists.find({}, 10_000))
      must(state === 'ENDED', `list ${listId} does not end`);
    this.desk.replayed();
  }

  private mark(): void {
    const bid = 4_900 + this.rng.integer(200);
    const isDue = this.desk.engine.onMark(IBM, { bid, ask: bid + 2 }, this.desk.now);
    if (isDue) this.desk.take(this.desk.engine.settleRisk(this.desk.now));
  }

  private submit(): void {
    const { rng } = this;
    const kind = (['BRACKET', 'BRACKET', 'OTO', 'OCO'] as const)[rng.integer(4)];
    const long = rng.integer(2) === 0;
    const quantity = 1 + rng.integer(200);
    const base = { venue: 'sim', symbol: 'IBM', type: 'LIMIT', timeInForce: 'GTC', quantity } as const;
    const out = { ...base, side: long ? 'SELL' : 'BUY' } as const;
    const entry: ListLegCommand = { ...base, role: 'ENTRY', side: long ? 'BUY' : 'SELL', price: 5_000 };
    const exits: ListLegCommand[] = [
      { ...out, role: 'TAKE_PROFIT', price: long ? 5_400 : 4_600 },
      this.stopLoss(out, long),
    ];
    const child: ListLegCommand = { ...out, role: 'CHILD', price: 5_100, quantity: 1 + rng.integer(2 * quantity) };
    const orders = { BRACKET: [entry, ...exits], OTO: [entry, child], OCO: exits.map(legOf) }[kind];
    const options = {
      release: (['PROPORTIONAL', 'FULL'] as const)[rng.integer(4) === 0 ? 1 : 0],
      closeOvershoot: kind !== 'OTO' && rng.integer(4) === 0,
    };
    if (this.desk.listed({ kind, orders, options }).code === undefined) this.figures.lists++;
  }

  /** As a limit order, or as a stop that the venue lacks: held until a mark reaches it. */
  private stopLoss(out: Omit<ListLegCommand, 'role'>, long: boolean): ListLegCommand {
    const sign = long ? -1 : 1;
    if (this.rng.integer(2) === 0) return { ...out, role: 'STOP_LOSS', price: 5_000 + sign * 200 };
    const stopPrice = 5_000 + sign * this.rng.integer(95);
    if (this.rng.integer(3) > 0) return { ...out, role: 'STOP_LOSS', type: 'STOP', stopPrice };
    return { ...out, role: 'STOP_LOSS', type: 'TRAILING_STOP', trailBy: 60 };
  }

  private single(): void {
    const side = this.rng.integer(2) === 0 ? 'BUY' : 'SELL';
    this.desk.submit({ side, quantity: 1 + this.rng.integer(100), price: 4_900 + this.rng.integer(200) });
  }

  private change(): void {
    const open = this.desk.engine.openOrders();
    if (open.length === 0) return;
    const { clOrdId } = open[this.rng.integer(open.length)];
    const dice = this.rng.integer(4);
    const listId = this.places.get(clOrdId)?.listId;
    if (dice === 0) this.desk.cancel(clOrdId);
    else if (dice === 1 && listId !== undefined) this.desk.cancel(listId);
    else if (dice === 2) this.desk.replace(clOrdId, { quantity: 1 + this.rng.integer(250) });
    else this.desk.replace(clOrdId, { price: 4_900 + this.rng.integer(200) });
  }

  private control(): void {
    this.killed = !this.killed;
    this.desk.control(this.killed ? 'kill' : 'rearm', { scope: 'strategy', id: 's' });
  }

  /** All that is durable leaves, in order; a dropped send does not. */
  private release(): void {
    this.look();
    const { effects, engine } = this.desk;
    for (; this.released < effects.length; this.released++) {
      const effect = effects[this.released];
      const dropped =
        effect.kind === 'send' &&
        effects.some((other) => other.kind === 'unsend' && other.clOrdId === effect.order.clOrdId);
      if (!dropped) this.deliver(effect);
    }
    this.durable = engine.lastSequence;
    this.desk.release();
  }

  private deliver(effect: Effect): void {
    this.broker.receive(effect);
    if (effect.kind !== 'send') return;
    const place = this.places.get(effect.order.clOrdId);
    const list = place === undefined ? undefined : this.desk.engine.lists.view(place.listId);
    if (place === undefined || list === undefined) return;
    if (list.legs[place.leg].role === 'ENTRY' || list.kind === 'OCO') return;
    this.figures.exits++;
    const entered = this.filled(place.listId, (role) => role === 'ENTRY');
    must(entered > 0 || this.busted.has(place.listId), `${effect.order.clOrdId} was sent for nothing that was filled`);
  }

  private hear(): void {
    const report = this.broker.next();
    if (report !== undefined) this.desk.take(this.desk.engine.onReport('sim', report, this.desk.now));
  }

  /** The venue takes a fill back. It is told at once: what is lost of it, no reconciliation brings. */
  private bust(): void {
    const fills = this.broker
      .fills()
      .filter(({ clOrdId }) => this.desk.engine.lists.view(this.listOf(clOrdId)) !== undefined);
    if (fills.length === 0) return;
    const fill = fills[this.rng.integer(fills.length)];
    const { clOrdId, execId, lastQty = 0 } = fill;
    this.desk.take(this.desk.engine.onReport('sim', fill, this.desk.now));
    const order = this.broker.orders.get(clOrdId);
    if (order === undefined) return;
    order.fills.splice(order.fills.indexOf(fill), 1);
    order.cumQty -= lastQty;
    const report = { clOrdId, execId: `bust-${execId}`, execRefId: execId, execType: 'TradeCancel' as const };
    this.desk.take(this.desk.engine.onReport('sim', { ...report, us: this.desk.now, ns: 0 }, this.desk.now));
    this.busted.add(this.listOf(clOrdId));
    this.figures.busts++;
    this.release();
  }

  /** The process dies with what was not durable, at any record of it. */
  private crash(): void {
    const { desk } = this;
    this.look();
    const cut = this.durable + this.rng.integer(desk.journal.length - this.durable + 1);
    desk.journal.length = cut;
    desk.effects.splice(0, desk.effects.length, ...desk.effects.filter(({ sequence }) => sequence <= cut));
    this.released = Math.min(this.released, desk.effects.length);
    this.durable = cut;
    this.places = new Map();
    this.looked = 0;
    desk.takeOver();
    this.released = desk.effects.length;
    this.figures.crashes++;
    this.look();
    this.mark();
    this.reopen();
  }

  private reopen(): void {
    const { engine } = this.desk;
    for (const { clOrdId } of engine.unresolved()) this.reconcile(clOrdId);
    engine.setIntake('A', 'OPEN');
    this.desk.take(engine.enforceKills(this.desk.now));
    for (let i = 0; i < 5; i++) this.desk.take(engine.releaseHeld(this.desk.now));
  }

  private reconcile(clOrdId: string): void {
    const { engine, now } = this.desk;
    this.release();
    const fills = this.broker.fills().filter((fill) => fill.clOrdId === clOrdId);
    this.desk.take(engine.reconcile(clOrdId, this.broker.state(clOrdId) ?? 'not-found', fills, now));
  }

  /** Until nothing is on its way in either direction, and what was denied was tried again. */
  private rest(): void {
    const { engine } = this.desk;
    for (let round = 0; round < ROUNDS; round++) {
      const before = engine.lastSequence;
      this.release();
      while (this.drain());
      if (!this.calm)
        for (const fill of this.broker.fills()) this.desk.take(engine.onReport('sim', fill, this.desk.now));
      for (const { clOrdId, held } of engine.openOrders()) if (!held) this.reconcile(clOrdId);
      this.desk.now += 100_000_000;
      this.mark();
      this.desk.take(engine.releaseHeld(this.desk.now));
      this.look();
      if (this.isQuiet(before)) return;
    }
    throw new Error('does not come to rest');
  }

  private drain(): boolean {
    const report = this.broker.next();
    if (report === undefined) return false;
    this.desk.take(this.desk.engine.onReport('sim', report, this.desk.now));
    return true;
  }

  /** Denials that are repeated are all that is written at rest. */
  private isQuiet(before: number): boolean {
    return this.desk.journal.slice(before).every(({ type }) => type === 'ListDenied');
  }

  private cancelAll(): void {
    const { desk } = this;
    for (let round = 0; round < 4; round++) {
      for (const { listId, state, cancelled } of desk.engine.lists.find({}, 10_000))
        if (state !== 'ENDED' && !cancelled) desk.cancel(listId);
      for (const { clOrdId } of desk.engine.openOrders()) desk.cancel(clOrdId);
      this.rest();
    }
  }

  private looked = 0;

  /** Learns of new orders and alarms from the journal. */
  private look(): void {
    const { journal } = this.desk;
    for (; this.looked < journal.length; this.looked++) this.learn(journal[this.looked]);
  }

  private learn(record: EngineRecord): void {
    if (record.type === 'Intent' && record.listId !== '')
      this.places.set(record.clOrdId, { listId: record.listId, leg: record.listLeg });
    else if (record.type === 'ListAlarm') {
      const known = this.alarms.get(record.listId) ?? new Set();
      this.alarms.set(record.listId, known.add(record.code));
      if (record.code === 'LIST_OVERSHOOT') this.figures.overshoots++;
      else if (record.code === 'LIST_UNPROTECTED') this.figures.unprotected++;
    } else if (record.type === 'ListDenied') this.figures.denials++;
    else if (record.type === 'Triggered') this.figures.triggered++;
  }

  private listOf(clOrdId: string): string {
    return this.places.get(clOrdId)?.listId ?? '';
  }

  /** What the venue has filled of a list, of its orders of some roles. */
  private filled(listId: string, of: (role: string, index: number) => boolean): number {
    const list = this.desk.engine.lists.view(listId);
    let sum = 0;
    for (const { clOrdId, cumQty } of this.broker.orders.values()) {
      const place = this.places.get(clOrdId);
      if (place?.listId === listId && list !== undefined && of(list.legs[place.leg].role, place.leg)) sum += cumQty;
    }
    return sum;
  }

  private openAt(listId: string, leg: number): number {
    let sum = 0;
    for (const { clOrdId, cumQty, open, terms } of this.broker.orders.values()) {
      const place = this.places.get(clOrdId);
      if (open && place?.listId === listId && place.leg === leg) sum += terms.quantity - cumQty;
    }
    return sum;
  }

  /** One list against what the venue has of it. */
  private check(list: ListView): void {
    const { listId, legs, kind } = list;
    const known = this.alarms.get(listId) ?? new Set();
    for (const [at, leg] of legs.entries()) {
      const what = `${leg.role} of ${listId}`;
      must(
        leg.cumQty === this.filled(listId, (_role, index) => index === at),
        `${what} counts other fills than the venue`,
      );
      must(leg.leavesQty - leg.heldQty === this.openAt(listId, at), `${what} counts other open orders than the venue`);
      if (leg.role === 'ENTRY') continue;
      const explained = leg.ended !== '' || leg.denied !== undefined || known.has('LIST_STUCK') || this.killed;
      must(leg.uncovered === 0 || explained, `${what} does not cover ${leg.uncovered}`);
      const silent = leg.uncovered > 0 && leg.ended !== '' && leg.ended !== 'command' && !list.cancelled;
      must(!silent || known.has('LIST_UNPROTECTED'), `${what} lost its cover silently`);
    }
    if (kind === 'OTO') return;
    this.checkExits(list, known);
  }

  private checkExits({ listId, legs, kind }: ListView, known: ReadonlySet<string>): void {
    const sum = (role: string): number => legs.reduce((total, leg) => total + (leg.role === role ? leg.cumQty : 0), 0);
    const entered = kind === 'OCO' ? legs[0].quantity : sum('ENTRY');
    const exited = sum('TAKE_PROFIT') + sum('STOP_LOSS') + sum('LEG') - sum('CLOSE');
    must(exited <= entered || known.has('LIST_OVERSHOOT'), `${listId} exited ${exited} of ${entered}, silently`);
    const raced = known.has('LIST_OVERSHOOT') && !this.busted.has(listId);
    must(!(this.calm && raced), `${listId} overshot without a race`);
    const most = Math.max(0, entered - exited);
    for (const { role, leavesQty } of legs)
      if (role !== 'ENTRY' && role !== 'CLOSE')
        must(leavesQty <= most, `${role} of ${listId} has ${leavesQty} open of ${most}`);
  }

  private checkReservations(): void {
    const { engine } = this.desk;
    const waiting = engine.lists.find({}, 10_000).flatMap(({ legs }) => legs.filter((leg) => leg.waiting));
    must(
      engine.reserved('A').openOrders === engine.openOrders().length - waiting.length,
      'open orders are counted wrongly',
    );
    const position = Math.abs(engine.portfolio.accountQuantity('A', IBM.key));
    if (this.calm && this.busted.size === 0) must(position <= MAX_POSITION, `the position is ${position}`);
  }
}

const legOf = (order: ListLegCommand): ListLegCommand => ({ ...order, role: 'LEG' });

/** Runs `count` lives; throws, naming the seed, where a law does not hold. */
export function contingentLives(count: number, first: number, steps: number): ContingentFigures {
  const figures = { lists: 0, exits: 0, overshoots: 0, denials: 0, unprotected: 0, crashes: 0, busts: 0, triggered: 0 };
  for (let seed = first; seed < first + count; seed++) {
    const life = new ContingentLife(seed, figures);
    try {
      for (let i = 0; i < steps; i++) life.step();
      life.settle();
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  return figures;
}
