import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder, type RiskConfig } from '@bourseworks/risk';
import type { CashCommand, SubmitCommand } from '../src/index.js';
import { BTC, Desk, IBM, MONEY } from './desk.js';

const STRATEGIES = ['s', 't', 'u'];
const ACCOUNTS = ['A', 'B'];
const DAY_US = 86_400_000_000;

/** Limits of every kind that remembers something, tighter or wider. */
function limits(version: number, wide: number): RiskConfig {
  return RiskBuilder.for('firm')
    .orderRate({ count: 20 * wide, windowUs: 400_000 })
    .messageRate({ count: 40 * wide, windowUs: 900_000 })
    .maxOpenOrders(40 * wide)
    .for('account', '*')
    .dailyLoss({ reduceAt: String(2_000 * wide), haltAt: String(4_000 * wide) })
    .drawdown({ reduceAt: String(3_000 * wide), haltAt: String(6_000 * wide) })
    .maxGrossNotional('400000')
    .for('account', 'A')
    .shortSale('LOCATE')
    .for('strategy', '*')
    .orderRate({ count: 8 * wide, windowUs: 300_000 })
    .replaceRate({ count: 3 * wide, windowUs: 300_000 })
    .duplicate(60_000)
    .repeatedExecution({ count: 6 * wide, windowUs: 200_000 })
    .messageTradeRatio({ ratio: 6 * wide, minMessages: 12 })
    .maxPosition('900')
    .selfTrade({ accounts: [{ id: 'B', owner: 'A' }] })
    .crossing({ mode: wide > 1 ? 'NET' : 'OFF', holdUs: 5_000, maxQuoteAgeUs: 1_000_000 })
    .build(version);
}

/** The same instrument by another definition, as a venue changes them. */
const redefined = (of: Instrument, tick: string): Instrument =>
  expectOk(
    defineInstrument({
      venue: of.venue,
      symbol: of.symbol,
      assetClass: of.assetClass,
      currency: of.currency,
      tickSize: tick,
      lotSize: '1',
      priceScale: of.priceScale,
      qtyScale: of.qtyScale,
    }),
  );

/**
 * A random life in which everything happens that leaves something in the state: limits that remember and that change, losses,
 * locates, states, kills, leases, cash, splits, changed instruments, few closed orders kept.
 */
export class WholeLife {
  readonly rng: SeededRng;
  readonly desk: Desk;
  private readonly listed = new Map<string, Instrument>([IBM, BTC].map((one) => [one.key, one]));
  private version = 1;
  private persons = 0;

  constructor(seed: number) {
    this.rng = new SeededRng(seed);
    this.desk = new Desk({
      risk: limits(1, 1),
      instruments: { find: (_adapter, venue, symbol) => this.listed.get(`${venue}/${symbol}`) },
      accounts: [
        { id: 'A', currency: 'USD', cash: 1_000_000n * MONEY, lots: true },
        { id: 'B', currency: 'USD', cash: 500_000n * MONEY },
      ],
      maxClosedOrders: 12,
      maxPersonCommands: 6,
    });
    this.mark();
  }

  /** The process dies and goes on from a snapshot, beside one that replayed everything. */
  restart(): void {
    this.desk.twins = true;
    this.desk.restart();
    this.desk.release();
    this.mark();
    for (const { clOrdId } of this.desk.engine.unresolved())
      this.desk.take(this.desk.engine.reconcile(clOrdId, 'not-found', [], this.desk.now));
  }

  step(): void {
    const { desk, rng } = this;
    desk.now += rng.integer(200) === 0 ? DAY_US : rng.integer(40_000);
    const dice = rng.integer(100);
    if (dice < 34) this.submit();
    else if (dice < 44) this.change();
    else if (dice < 72) this.answer();
    else if (dice < 78) this.mark();
    else if (dice < 81) this.cash();
    else if (dice < 84) this.state();
    else if (dice < 86) this.locate();
    else if (dice < 88) this.limit();
    else if (dice < 90) this.lease();
    else if (dice < 93) this.control();
    else if (dice === 93) this.redefine();
    else if (dice < 97) this.endHolds();
    else desk.release();
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.rng.integer(from.length)];
  }

  private person() {
    // Some ids come again.
    return {
      commandId: `person-${++this.persons - this.rng.integer(3)}`,
      actor: 'ann',
      actorId: 'ann',
      reason: 'life',
    };
  }

  private mark(): void {
    const { desk } = this;
    for (const one of [IBM, BTC]) {
      const bid = 4_800 + this.rng.integer(400);
      if (desk.engine.onMark(one, { bid, ask: bid + 4 }, desk.now)) desk.take(desk.engine.settleRisk(desk.now));
    }
  }

  private submit(): void {
    const manual = this.rng.integer(6) === 0;
    const command: Partial<SubmitCommand> = {
      account: this.pick(ACCOUNTS),
      strategy: manual ? 'manual' : this.pick(STRATEGIES),
      symbol: this.pick(['IBM', 'IBM', 'BTC-USD']),
      side: this.pick(['BUY', 'SELL']),
      quantity: 10 * (1 + this.rng.integer(12)),
      price: 4_900 + 100 * this.rng.integer(3),
      ...(this.rng.integer(8) === 0 ? { reduceOnly: true } : {}),
      ...(manual ? { commandId: this.person().commandId } : {}),
    };
    this.desk.submit(command);
  }

  private change(): void {
    const open = this.desk.engine.openOrders();
    if (open.length === 0) return;
    const { clOrdId, account, strategy } = this.pick(open);
    const who = { account, strategy };
    if (this.rng.integer(3) === 0) this.desk.cancel(clOrdId, who);
    else this.desk.replace(clOrdId, { ...who, quantity: 10 * (1 + this.rng.integer(12)), price: 4_900 });
  }

  private answer(): void {
    const open = this.desk.engine.openOrders();
    if (open.length === 0) return;
    const { clOrdId, quantity, cumQty } = this.pick(open);
    this.desk.release();
    const asked = this.desk.effects.findLast(
      (one) => (one.kind === 'cancel' || one.kind === 'replace') && one.order.clOrdId === clOrdId,
    );
    const left = Math.max(1, quantity - cumQty);
    const dice = this.rng.integer(5);
    if (asked?.kind === 'cancel' && dice > 1) this.desk.report('Canceled', asked.cancelId, { origClOrdId: clOrdId });
    else if (asked?.kind === 'replace' && dice > 1) {
      const { quantity: orderQty, price } = asked.terms;
      const type = this.pick(['Replaced', 'ReplaceRejected'] as const);
      this.desk.report(type, asked.replaceId, { origClOrdId: clOrdId, orderQty, price });
    } else if (dice === 0) this.desk.report('New', clOrdId, { venueOrderId: `v-${clOrdId}` });
    else {
      const lastQty = 1 + this.rng.integer(left);
      this.desk.fill(clOrdId, lastQty, 4_850 + this.rng.integer(300), {
        fee: MONEY / 7n,
        feeCurrency: this.pick(['', 'BNB']),
      });
    }
  }

  private cash(): void {
    const { desk } = this;
    const ibm = { venue: 'sim', symbol: 'IBM' };
    const command: Partial<CashCommand> = this.pick([
      { kind: 'deposit', amount: '1000.5' },
      { kind: 'withdrawal', amount: '10' },
      { kind: 'dividend', ...ibm, amount: '0.31' },
      { kind: 'funding', ...ibm, rate: '0.0001', price: '50.00' },
      { kind: 'fee', ...ibm, strategy: 's', amount: '3' },
      { kind: 'split', ...ibm, n: 3, m: 2, price: '50.00' },
    ] as const);
    const cmd = { ...this.person(), account: this.pick(ACCOUNTS), ...command } as CashCommand;
    desk.take(desk.engine.bookCash(cmd, desk.now));
    const quantity = this.rng.integer(3) - 1;
    const where = { account: 'A', strategy: 's', venue: 'sim', symbol: 'IBM' };
    desk.take(desk.engine.adjustPosition({ ...where, quantity, price: 5_000, reason: 'life' }, desk.now));
  }

  private state(): void {
    const { desk } = this;
    const [scope, id] = this.pick([
      ['strategy', this.pick(STRATEGIES)],
      ['account', this.pick(ACCOUNTS)],
      ['symbol', IBM.key],
    ] as const);
    const state = this.pick(['ACTIVE', 'ACTIVE', 'ACTIVE', 'REDUCING', 'HALTED'] as const);
    desk.take(desk.engine.setState({ ...this.person(), scope, id, state }, desk.now));
  }

  private locate(): void {
    const { desk } = this;
    const expireUs = desk.now + this.rng.integer(2_000_000);
    const where = { account: 'A', venue: 'sim', symbol: 'IBM', quantity: this.rng.integer(500) };
    desk.take(desk.engine.setLocate({ ...this.person(), ...where, expireUs }, desk.now));
  }

  private limit(): void {
    const { desk } = this;
    const config = limits(++this.version, 1 + this.rng.integer(3));
    desk.take(desk.engine.setLimits({ ...this.person(), config }, desk.now));
  }

  private lease(): void {
    const { desk } = this;
    const lease = { holder: 'strategy', account: this.pick(ACCOUNTS), id: this.pick(STRATEGIES) } as const;
    const { leases } = desk.engine;
    const dice = this.rng.integer(4);
    if (dice < 2) desk.take(leases.hold({ ...lease, ttlUs: 1_000 + this.rng.integer(5) }, desk.now));
    else if (dice === 2) desk.take(leases.release(lease, desk.now));
    else desk.take(leases.expire(lease, desk.now));
  }

  private control(): void {
    const { desk } = this;
    const scope = { scope: 'strategy', id: this.pick(STRATEGIES) } as const;
    if (this.rng.integer(3) > 0) desk.control('rearm', scope);
    else desk.control('kill', { ...scope, flatten: this.rng.integer(2) === 0 });
    for (const kill of desk.engine.kills.list()) {
      desk.take(desk.engine.kills.step(kill, this.pick(['VERIFIED', 'ESCALATED', 'FLATTENING']), 'life', desk.now));
      desk.take(desk.engine.kills.flatten(kill, desk.now));
    }
  }

  private redefine(): void {
    this.listed.set(IBM.key, redefined(IBM, this.pick(['0.01', '0.10', '0.05'])));
  }

  private endHolds(): void {
    const { desk } = this;
    desk.now = Math.max(desk.now, desk.engine.nextReleaseUs ?? 0);
    desk.take(desk.engine.releaseHeld(desk.now));
  }
}
