import { sideSign, type Instrument } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { SELF_TRADE_MODES, type SelfTradeMode } from '@bourseworks/risk';
import type { CrossingPolicy, Decision, Effect, SubmitCommand } from '../src/index.js';
import { Desk, IBM, MONEY } from './desk.js';
import { PriceTimeBook } from './price-time-book.js';

const STRATEGIES = ['s', 't', 'u'];
const ACCOUNTS = ['A', 'B', 'C'];
/** Crossing more often than not. */
const MODES = ['OFF', 'NET', 'NET', 'CROSS', 'CROSS'] as const;
const CASH = 1_000_000_000n * MONEY;
/** None of these may come of what the engine and the venue do to each other here. */
const IMPOSSIBLE = new Set(['ORDER_CUM_MISMATCH', 'ORDER_TRANSITION_ILLEGAL', 'ORDER_FILL_CONFLICT']);

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/**
 * One random life of an engine with self-trade prevention and crossing, in front of a venue that matches whatever it gets.
 * Accounts A and B are of one owner. Nothing is lost but by a crash; what was released arrives in order.
 */
export class CrossingLife {
  readonly rng: SeededRng;
  readonly mode: SelfTradeMode;
  readonly venue = new PriceTimeBook();
  readonly desk: Desk;
  private readonly waiting: Effect[] = [];
  private readonly policies: ReadonlyMap<string, CrossingPolicy>;
  private taken = 0;
  private readonly resent = new Set<string>();
  /** An increase that was accepted unheard fills more than was known, until the order is reconciled. */
  private mayOverfill = false;

  constructor(seed: number) {
    this.rng = new SeededRng(seed);
    this.mode = this.pick(SELF_TRADE_MODES);
    const policy = () => ({ mode: this.pick(MODES), holdUs: this.rng.integer(3) * 400, maxQuoteAgeUs: 2_000 });
    this.policies = new Map(ACCOUNTS.map((account) => [account, policy()]));
    const off = policy();
    this.desk = new Desk({
      accounts: ACCOUNTS.map((id) => ({ id, currency: 'USD', cash: CASH })),
      selfTrade: { modeOf: () => this.mode, ownerOf: (account) => (account === 'C' ? 'c' : 'ab') },
      crossing: { policyOf: (account) => this.policies.get(account) ?? off },
      maxHeld: 4 + this.rng.integer(20),
      capabilities: { replace: this.rng.integer(5) > 0 },
    });
    this.mark();
  }

  step(): void {
    this.desk.now += this.rng.integer(150);
    const dice = this.rng.integer(100);
    if (dice < 42) this.submit();
    else if (dice < 52) this.change();
    else if (dice < 62) this.release();
    else if (dice < 77) this.hear(1 + this.rng.integer(4));
    else if (dice < 83) this.endHolds();
    else if (dice < 89) this.mark();
    else if (dice < 94) this.venue.stranger(this.side(), this.price(), this.size());
    else if (dice === 94) this.desk.control('kill', { scope: 'strategy', id: this.pick(STRATEGIES) });
    else if (dice < 97) for (const id of STRATEGIES) this.desk.control('rearm', { scope: 'strategy', id });
    else if (dice === 97) this.desk.engine.setIntake(this.pick(ACCOUNTS), this.pick(['OPEN', 'RECONCILING']));
    else this.restart();
    this.collect();
  }

  /** Everything arrives, is cancelled and comes to rest. Throws where a law does not hold. */
  finish(): void {
    const { desk } = this;
    for (const account of ACCOUNTS) desk.engine.setIntake(account, 'OPEN');
    this.settle();
    for (const clOrdId of this.resent) this.reconcile(clOrdId);
    this.checkOrders();
    for (const { clOrdId, account, strategy } of desk.engine.openOrders()) desk.cancel(clOrdId, { account, strategy });
    this.collect();
    this.settle();
    must(desk.engine.openOrders().length === 0, 'an order stays open');
    must(desk.engine.nextReleaseUs === undefined, 'an order stays held');
    for (const account of ACCOUNTS) {
      const { notional, openOrders } = desk.engine.reserved(account);
      must(notional === 0n && openOrders === 0, `${account} still reserves ${notional} in ${openOrders} orders`);
    }
    this.checkBooks();
    this.checkCrosses();
    this.checkSelfTrades();
    const impossible = desk.alarms().find((code) => IMPOSSIBLE.has(code));
    must(impossible === undefined, `alarm ${impossible}`);
    must(this.mayOverfill || !desk.alarms().includes('ORDER_OVERFILL'), 'alarm ORDER_OVERFILL');
    desk.replayed();
  }

  get crossed(): number {
    return this.desk.journal.filter(({ type }) => type === 'Crossed').length;
  }

  /** Quantity that own orders traded with each other at the venue. */
  get selfTraded(): number {
    const owner = (account: string): string => (account === 'C' ? 'c' : account === '' ? '' : 'ab');
    const own = this.venue.trades.filter(
      ({ taker, maker }) => taker.account !== '' && owner(taker.account) === owner(maker.account),
    );
    return own.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.rng.integer(from.length)];
  }

  private side(): 'BUY' | 'SELL' {
    return this.pick(['BUY', 'SELL']);
  }

  private price(): number {
    return 4_990 + this.rng.integer(21);
  }

  private size(): number {
    return 1 + this.rng.integer(60);
  }

  private mark(): void {
    const bid = 4_992 + this.rng.integer(12);
    // At times locked or crossed.
    this.desk.engine.onMark(IBM, { bid, ask: bid - 1 + this.rng.integer(6) }, this.desk.now);
  }

  private submit(): void {
    const market = this.rng.integer(8) === 0;
    const command: Partial<SubmitCommand> = {
      account: this.pick(ACCOUNTS),
      strategy: this.pick(STRATEGIES),
      side: this.side(),
      type: market ? 'MARKET' : 'LIMIT',
      timeInForce: this.rng.integer(8) === 0 ? 'IOC' : 'DAY',
      quantity: this.size(),
      price: market ? undefined : this.price(),
    };
    this.desk.submit(command);
  }

  private change(): void {
    const open = this.desk.engine.openOrders();
    if (open.length === 0) return;
    const { clOrdId, account, strategy } = this.pick(open);
    const who = { account, strategy };
    if (this.rng.integer(3) === 0) this.desk.cancel(clOrdId, who);
    else this.desk.replace(clOrdId, { ...who, quantity: this.size(), price: this.price() });
  }

  private endHolds(): void {
    const { desk } = this;
    this.desk.now = Math.max(desk.now, desk.engine.nextReleaseUs ?? 0);
    this.take(desk.engine.releaseHeld(desk.now));
  }

  private take(decision: Decision): void {
    this.desk.take(decision);
    this.collect();
  }

  /** New effects wait to become durable; what takes back a send does so at once. */
  private collect(): void {
    const { effects } = this.desk;
    for (; this.taken < effects.length; this.taken++) {
      const effect = effects[this.taken];
      if (effect.kind !== 'unsend') {
        if (effect.kind === 'send' || effect.kind === 'cancel' || effect.kind === 'replace') this.waiting.push(effect);
        continue;
      }
      const ofOther = (one: Effect): boolean => !('order' in one) || one.order.clOrdId !== effect.clOrdId;
      this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(ofOther));
    }
  }

  private release(): void {
    this.collect();
    for (const effect of this.waiting.splice(0)) this.venue.receive(effect);
    this.desk.release();
  }

  private hear(count: number): void {
    for (const report of this.venue.reports.splice(0, count))
      this.take(this.desk.engine.onReport('sim', report, this.desk.now));
  }

  /** What had not left is lost with the process, and what was not heard; its records are not. */
  private restart(): void {
    this.collect();
    if (this.rng.integer(2) === 0) this.release();
    this.mayOverfill = true;
    this.waiting.length = 0;
    this.venue.reports.length = 0;
    this.desk.restart();
    this.collect();
    this.mark();
    for (const { clOrdId, held } of this.desk.engine.openOrders()) if (!held) this.reconcile(clOrdId);
    for (const account of ACCOUNTS) this.desk.engine.setIntake(account, 'OPEN');
    this.take(this.desk.engine.enforceKills(this.desk.now));
  }

  private reconcile(clOrdId: string): void {
    const { engine, now } = this.desk;
    if (this.venue.state(clOrdId) === undefined && this.rng.integer(3) === 0) {
      this.take(engine.resend(clOrdId, now));
      this.release();
      // What the venue says to it is on its way. Of a replace that was lost with the process it never will: asked later.
      if (this.venue.state(clOrdId) !== undefined) return void this.resent.add(clOrdId);
    }
    const fills = this.venue.fills.filter(({ clOrdId: id }) => id === clOrdId);
    this.take(engine.reconcile(clOrdId, this.venue.state(clOrdId) ?? 'not-found', fills, now));
  }

  private settle(): void {
    for (let round = 0; round < 20; round++) {
      this.release();
      this.hear(Infinity);
      this.endHolds();
      if (this.waiting.length === 0 && this.venue.reports.length === 0 && this.desk.engine.nextReleaseUs === undefined)
        return;
    }
    throw new Error('it does not come to rest');
  }

  /** Each order is filled by what the venue filled, and what was crossed inside. */
  private checkOrders(): void {
    for (const { clOrdId, cumQty, internalQty, quantity, state } of this.desk.engine.openOrders()) {
      const truth = this.venue.orders.get(clOrdId);
      must(truth !== undefined && truth.open, `${clOrdId} is ${state} here, and not open at the venue`);
      must(cumQty === internalQty + (truth?.cumQty ?? 0), `${clOrdId} is filled ${cumQty}, the venue has another sum`);
      must(quantity === internalQty + (truth?.terms.quantity ?? 0), `${clOrdId} has another quantity at the venue`);
    }
  }

  /** Positions and cash by the venue's executions alone, and by strategy with the crossed legs. */
  private checkBooks(): void {
    const { portfolio } = this.desk.engine;
    const held = new Map<string, number>();
    const add = (key: string, quantity: number): void => void held.set(key, (held.get(key) ?? 0) + quantity);
    const cash = new Map(ACCOUNTS.map((account) => [account, CASH]));
    const strategies = this.strategies();
    for (const { taker, maker, quantity, price } of this.venue.trades) {
      for (const { account, clOrdId, terms } of [taker, maker]) {
        if (account === '') continue;
        const signed = sideSign(terms.side) * quantity;
        add(account, signed);
        add(`${account}/${strategies.get(clOrdId)}`, signed);
        cash.set(account, (cash.get(account) ?? 0n) - BigInt(signed) * BigInt(price) * IBM.moneyFactor);
      }
    }
    for (const record of this.desk.journal) {
      if (record.type !== 'Crossed') continue;
      const account = this.accountOf(record.clOrdId);
      must(account === this.accountOf(record.contraId), `${record.crossId} is between two accounts`);
      add(`${account}/${strategies.get(record.clOrdId)}`, record.quantity);
      add(`${account}/${strategies.get(record.contraId)}`, -record.quantity);
    }
    for (const account of ACCOUNTS) {
      must(
        portfolio.cash(account) === cash.get(account),
        `cash of ${account} is not what its trades at the venue made`,
      );
      const whole = portfolio.accountQuantity(account, IBM.key);
      must(whole === (held.get(account) ?? 0), `${account} holds ${whole}, by the venue ${held.get(account)}`);
      for (const strategy of STRATEGIES) {
        const quantity = portfolio.position(account, strategy, IBM.key)?.quantity ?? 0;
        must(quantity === (held.get(`${account}/${strategy}`) ?? 0), `position of ${account}/${strategy}`);
      }
    }
  }

  private strategies(): Map<string, string> {
    const intents = this.desk.journal.flatMap((record) =>
      record.type === 'Intent' ? [[record.clOrdId, record.strategy] as const] : [],
    );
    return new Map(intents);
  }

  private accountOf(clOrdId: string): string | undefined {
    for (const record of this.desk.journal)
      if (record.type === 'Intent' && record.clOrdId === clOrdId) return record.account;
    return undefined;
  }

  /** Every cross is within the book it names, of a time that is allowed, and between two strategies, within their limits. */
  private checkCrosses(): void {
    const { journal } = this.desk;
    const strategies = this.strategies();
    const limits = new Map<string, { side: string; type: string; price: number }>();
    for (const record of journal) {
      if (record.type === 'Intent') {
        const { clOrdId, side, orderType: type, price } = record;
        limits.set(clOrdId, { side, type, price });
      } else if (record.type === 'HeldReplaced') {
        const known = limits.get(record.clOrdId);
        if (known !== undefined) known.price = record.price;
      } else if (record.type === 'Crossed') {
        const { crossId, clOrdId, contraId, price, bid, ask, quoteUs, us } = record;
        must(strategies.get(clOrdId) !== strategies.get(contraId), `${crossId} is within one strategy`);
        must(bid < ask && price >= bid && price <= ask, `${crossId} is at ${price}, the book ${bid}/${ask}`);
        must(us - quoteUs <= 2_000, `${crossId} is by an old book`);
        must(price === Math.floor((bid + ask) / 2), `${crossId} is at ${price}, not the midpoint of ${bid}/${ask}`);
        must(onTick(IBM, price), `${crossId} is off the tick`);
        for (const id of [clOrdId, contraId]) {
          const limit = limits.get(id);
          const fits =
            limit?.type === 'MARKET' || (limit?.side === 'BUY' ? limit.price >= price : (limit?.price ?? 0) <= price);
          must(fits, `${crossId} is beyond the limit of ${id}`);
        }
      }
    }
  }

  private checkSelfTrades(): void {
    must(this.mode === 'OFF' || this.selfTraded === 0, `own orders traded ${this.selfTraded} with each other`);
  }
}

const onTick = ({ tickSize }: Instrument, price: number): boolean => price % tickSize === 0;

/** Runs `lives` random lives from a seed on; throws with the seed of the one in which a law does not hold. */
export function crossingLives(lives: number, firstSeed: number, steps: number) {
  const figures = { lives, crossed: 0, selfTradedWhenOff: 0, prevented: 0, tradedAtVenue: 0 };
  for (let seed = firstSeed; seed < firstSeed + lives; seed++) {
    try {
      const life = new CrossingLife(seed);
      for (let i = 0; i < steps; i++) life.step();
      life.finish();
      figures.crossed += life.crossed;
      figures.selfTradedWhenOff += life.selfTraded;
      figures.prevented += life.desk.journal.filter(({ type }) => type === 'SelfTrade').length;
      figures.tradedAtVenue += life.venue.trades.length;
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  return figures;
}
