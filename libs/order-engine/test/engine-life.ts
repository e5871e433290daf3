import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder } from '@bourseworks/risk';
import type { SubmitCommand } from '../src/index.js';
import { Desk, IBM } from './desk.js';
import { LossyBroker } from './lossy-broker.js';

const RISK = RiskBuilder.for('firm')
  .priceCollar({ bps: 2_000 })
  .for('strategy', '*')
  .maxPosition('600')
  .maxOpenOrders(12)
  .orderRate({ count: 30, windowUs: 1_000_000 })
  .build();

/** One random life of an engine: orders, changes, kills, crashes, and a broker behind a bad line. */
export class EngineLife {
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
