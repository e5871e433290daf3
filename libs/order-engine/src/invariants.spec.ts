import { describe, expect, it } from '@jest/globals';
import { sideSign } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, IBM, MONEY } from '../test/desk.js';
import { LossyBroker } from '../test/lossy-broker.js';
import type { SubmitCommand } from './index.js';

const SEEDS = Number(process.env['ENGINE_SEEDS'] ?? 40);
const FIRST = Number(process.env['ENGINE_SEED'] ?? 1);
const STEPS = 150;
const RISK = RiskBuilder.for('firm')
  .priceCollar({ bps: 2_000 })
  .for('strategy', '*')
  .maxPosition('600')
  .maxOpenOrders(12)
  .orderRate({ count: 30, windowUs: 1_000_000 })
  .build();

/** One random life of an engine: orders, changes, kills, crashes, and a broker behind a bad line. */
class Life {
  readonly rng: SeededRng;
  readonly broker: LossyBroker;
  readonly desk = new Desk({ risk: RISK });
  private readonly sent: SubmitCommand[] = [];
  private released = 0;

  constructor(seed: number) {
    this.rng = new SeededRng(seed);
    const fault = () => [0, 0, 10, 25][this.rng.integer(4)];
    this.broker = new LossyBroker(this.rng, { lost: fault(), repeated: fault(), reordered: fault() });
    this.mark();
  }

  mark(): void {
    const bid = 4_900 + this.rng.integer(200);
    this.desk.engine.onMark(IBM, { bid, ask: bid + 2 }, this.desk.now);
  }

  /** All that is durable leaves, in order; a dropped send does not. */
  release(): void {
    const { effects } = this.desk;
    for (; this.released < effects.length; this.released++) {
      const effect = effects[this.released];
      const dropped =
        effect.kind === 'send' &&
        effects.some((other) => other.kind === 'unsend' && other.clOrdId === effect.order.clOrdId);
      if (!dropped) this.broker.receive(effect);
    }
    this.desk.release();
  }

  hear(): void {
    const report = this.broker.next();
    if (report !== undefined) this.desk.take(this.desk.engine.onReport('sim', report, this.desk.now));
  }

  private anyOrder(): string {
    const open = this.desk.engine.openOrders();
    return open.length === 0 ? 'nothing' : open[this.rng.integer(open.length)].clOrdId;
  }

  private submit(): void {
    const repeat = this.rng.integer(8) === 0 ? this.sent[this.rng.integer(this.sent.length || 1)] : undefined;
    const side = this.rng.integer(2) === 0 ? ('BUY' as const) : ('SELL' as const);
    const market = this.rng.integer(5) === 0;
    const command =
      repeat ??
      this.desk.order({
        strategy: ['s', 't'][this.rng.integer(2)],
        side,
        type: market ? 'MARKET' : 'LIMIT',
        quantity: 1 + this.rng.integer(300),
        price: market ? undefined : 4_000 + this.rng.integer(2_000),
      });
    this.sent.push(command);
    this.desk.submit(command);
  }

  private change(): void {
    const clOrdId = this.anyOrder();
    const strategy = this.desk.engine.openOrders().find((order) => order.clOrdId === clOrdId)?.strategy ?? 's';
    if (this.rng.integer(2) === 0) this.desk.cancel(clOrdId, { strategy });
    else
      this.desk.replace(clOrdId, {
        strategy,
        quantity: 1 + this.rng.integer(300),
        price: 4_000 + this.rng.integer(2_000),
      });
  }

  private restart(): void {
    // Effects that had not left are lost with the process, their records are not.
    if (this.rng.integer(2) === 0) this.release();
    this.desk.restart();
    this.released = this.desk.effects.length;
    this.mark();
    for (const { clOrdId } of this.desk.engine.unresolved()) this.reconcile(clOrdId);
    this.desk.engine.setIntake('A', 'OPEN');
    this.desk.take(this.desk.engine.enforceKills(this.desk.now));
  }

  reconcile(clOrdId: string): void {
    const { engine, now } = this.desk;
    if (this.rng.integer(6) === 0) this.desk.take(engine.resend(clOrdId, now));
    this.release();
    const fills = this.broker.fills().filter((fill) => fill.clOrdId === clOrdId);
    this.desk.take(engine.reconcile(clOrdId, this.broker.state(clOrdId) ?? 'not-found', fills, now));
  }

  step(): void {
    this.desk.now += this.rng.integer(50_000);
    const dice = this.rng.integer(100);
    if (dice < 25) this.submit();
    else if (dice < 40) this.change();
    else if (dice < 55) this.release();
    else if (dice < 72) this.broker.trade();
    else if (dice < 92) this.hear();
    else if (dice < 95) this.mark();
    else if (dice === 95)
      this.desk.control(this.rng.integer(3) === 0 ? 'kill' : 'rearm', { scope: 'strategy', id: 's' });
    else if (dice === 96) this.desk.take(this.desk.engine.brokerUnknown('sim', 'link lost', this.desk.now));
    else if (dice === 97) this.restart();
    else if (dice === 98) this.reconcile(this.anyOrder());
    else this.desk.replayed();
  }

  /** The faults stop: everything is delivered, fills are fetched, open orders reconciled. */
  settle(): void {
    Object.assign(this.broker.faults, { lost: 0, repeated: 0, reordered: 0 });
    this.release();
    const { engine } = this.desk;
    for (let report = this.broker.next(); report !== undefined; report = this.broker.next()) {
      this.desk.take(engine.onReport('sim', report, this.desk.now));
    }
    for (const fill of this.broker.fills()) this.desk.take(engine.onReport('sim', fill, this.desk.now));
    for (const { clOrdId } of engine.openOrders()) this.reconcile(clOrdId);
    this.release();
    while (engine.unresolved().length > 0) for (const { clOrdId } of engine.unresolved()) this.reconcile(clOrdId);
  }
}

function checkAgainstBroker({ desk, broker }: Life): void {
  const intents = new Set(desk.journal.flatMap((record) => (record.type === 'Intent' ? [record.clOrdId] : [])));
  for (const [clOrdId, times] of broker.accepted) {
    expect(times).toBe(1);
    expect(intents.has(clOrdId)).toBe(true);
  }
  for (const clOrdId of intents) {
    const event = ['s', 't']
      .map((strategy) => desk.engine.status({ account: 'A', strategy, clOrdId }))
      .find((one) => one !== undefined);
    const truth = broker.orders.get(clOrdId);
    expect(event?.cumQty).toBe(truth?.cumQty ?? 0);
    expect((event?.leavesQty ?? 0) > 0).toBe(truth?.open ?? false);
  }
}

function checkMoney({ desk, broker }: Life): void {
  let cash = 1_000_000n * MONEY;
  let quantity = 0;
  for (const order of broker.orders.values()) {
    for (const { lastQty = 0, lastPx = 0, fee = 0n } of order.fills) {
      const signed = sideSign(order.terms.side) * lastQty;
      quantity += signed;
      cash -= BigInt(signed) * BigInt(lastPx) * IBM.moneyFactor + fee;
    }
  }
  const { portfolio } = desk.engine;
  expect(portfolio.cash('A')).toBe(cash);
  expect(portfolio.accountQuantity('A', IBM.key)).toBe(quantity);
  const account = portfolio.snapshot('A');
  expect(account?.equity).toBe(
    (account?.initialCash ?? 0n) + (account?.realized ?? 0n) + (account?.unrealized ?? 0n) - (account?.fees ?? 0n),
  );
}

function checkReservations({ desk }: Life): void {
  const open = desk.engine.openOrders();
  expect(desk.engine.reserved('A').openOrders).toBe(open.length);
  for (const { lastEvent, leavesQty, cumQty, quantity } of open) {
    expect(lastEvent?.leavesQty).toBe(leavesQty);
    expect(cumQty >= 0 && cumQty <= quantity).toBe(true);
  }
  if (open.length === 0) expect(desk.engine.reserved('A').notional).toBe(0n);
}

function checkSequences({ desk }: Life): void {
  desk.journal.forEach(({ sequence }, i) => expect(sequence).toBe(i + 1));
  const streams = new Map<string, number>();
  for (const { strategy, streamSequence } of desk.events()) {
    expect(streamSequence).toBe((streams.get(strategy) ?? 0) + 1);
    streams.set(strategy, streamSequence);
  }
}

describe('no order lost, none twice', () => {
  it(`holds over ${SEEDS} random lives with lost, repeated and reordered messages, kills and crashes`, () => {
    let fills = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const life = new Life(seed);
      try {
        for (let i = 0; i < STEPS; i++) life.step();
        life.settle();
        checkAgainstBroker(life);
        checkMoney(life);
        checkReservations(life);
        checkSequences(life);
        life.desk.replayed();
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
      fills += life.broker.fills().length;
    }
    expect(fills).toBeGreaterThan(SEEDS * 3);
  });
});
