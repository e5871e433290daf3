import { riskNotional, type Instrument, type Side } from '@bourseworks/domain';
import { checkAmounts } from './checks/amounts.js';
import { basisPoints } from './checks/basis-points.js';
import { checkDuplicate, checkOpenOrders, checkPosition, checkRates } from './checks/counts.js';
import type { RiskCheck } from './checks/own-check.js';
import { checkCollar, checkData, checkWindows } from './checks/price.js';
import { checkSize } from './checks/size.js';
import { checkShortSale, checkStates, checkTradable } from './checks/tradable.js';
import { NO_RULES, type RiskConfig } from './config/risk-config.js';
import { deny, type RiskDenial } from './denial.js';
import type { MarkUpdate } from './market/reference-price.js';
import { TradingDay } from './market/trading-day.js';
import type { RiskRequest } from './request.js';
import { Conduct } from './state/conduct.js';
import { KillLatch } from './state/kill-latch.js';
import { LossWatches, type Baseline, type Breach } from './state/loss-watch.js';
import { orderKey, RecentOrders } from './state/recent-orders.js';
import { TradingStates, type StateEntry } from './state/trading-states.js';
import { COLUMN, Counters } from './tree/counters.js';
import { RiskTree, type RiskPath } from './tree/risk-tree.js';

/** What a split did to the position of a path. */
export interface SplitHolding {
  readonly path: RiskPath;
  readonly change: number;
  readonly cash: bigint;
}

/**
 * Pre-trade risk. Counters are integers; every check is O(1); a denial is a value. Capacity is reserved by the order engine
 * when an order becomes Intent and released on terminal evidence only. Cancels are never asked about.
 */
export class RiskEngine {
  readonly tree: RiskTree;
  readonly latch = new KillLatch();
  readonly states = new TradingStates();
  private readonly losses: LossWatches;
  private readonly conduct: Conduct;
  private readonly checks: readonly RiskCheck[];
  private recent: RecentOrders | undefined;
  private watching = true;

  constructor(config: RiskConfig = NO_RULES, checks: readonly RiskCheck[] = []) {
    const day = new TradingDay(config.day);
    const stateOf = this.states.stateOf.bind(this.states);
    const counters = new Counters();
    this.losses = new LossWatches(counters, stateOf, day);
    this.conduct = new Conduct(counters, stateOf, day);
    this.tree = new RiskTree(config, counters, this.losses);
    this.checks = checks;
    this.recent = keepsRecent(config);
  }

  get config(): RiskConfig {
    return this.tree.rules;
  }

  /** New limits, in force from the next check on. */
  update(config: RiskConfig): void {
    const day = new TradingDay(config.day);
    this.losses.day = day;
    this.conduct.day = day;
    this.recent ??= keepsRecent(config);
    this.tree.update(config);
  }

  path(account: string, strategy: string, instrument: Instrument): RiskPath {
    return this.tree.path(account, strategy, instrument);
  }

  /** New market prices; volatile, not part of the replayed state. Look at `alarmed` after it. */
  mark(instrument: Instrument, update: MarkUpdate, us: number): void {
    this.tree.reference(instrument).update(update, us);
    this.tree.marked(instrument);
    if (this.watching) this.losses.evaluate(us);
  }

  /** Books a fill: signed quantity, price, fee in ledger money of the instrument's currency. */
  filled(path: RiskPath, signedQuantity: number, price: number, fee: bigint, us: number): void {
    this.tree.move(path, signedQuantity, price, fee);
    if (this.watching) this.losses.evaluate(us);
  }

  /** Books a fee or another payment without a fill; positive = paid. */
  charged(path: RiskPath, amount: bigint, us: number): void {
    this.tree.pay(path, -amount);
    if (this.watching) this.losses.evaluate(us);
  }

  /** Books money brought into (or, negative, taken out of) an account; `own` = in the account's own currency. */
  transferred(account: string, own: boolean, currency: string, amount: bigint): void {
    for (const [node, change] of this.tree.transfer(account, own, currency, amount))
      if (this.watching) this.losses.transferred(node, change);
  }

  /**
   * A split of n new for m old units: prices per unit change, and each position by its signed units; what its fraction is
   * paid (ledger money) comes in.
   */
  split(instrument: Instrument, n: number, m: number, holdings: readonly SplitHolding[], us: number): void {
    this.tree.reference(instrument).split(n, m);
    for (const { path, change, cash } of holdings) {
      this.tree.resize(path, change);
      this.tree.pay(path, cash);
    }
    this.tree.marked(instrument);
    if (this.watching) this.losses.evaluate(us);
  }

  /** Counts an execution: of those that repeat too often, and of those that messages are compared with. */
  executed(path: RiskPath, us: number): void {
    this.conduct.executed(path, us, this.watching);
  }

  /**
   * Price at which an open quantity is reserved, against the trader: market orders at the edge of the collar, sales not
   * below the market. 0 when a market order has no reference.
   */
  reservePrice(path: RiskPath, side: Side, market: boolean, price: number): number {
    const reference = path.reference.reference(side);
    if (!market) return side === 'SELL' ? Math.max(price, reference) : price;
    const bps = path.limits.order.collar.value;
    return bps < Infinity ? reference + basisPoints(reference, bps) : reference;
  }

  /** Denies by the kill switch, whatever else holds. */
  killed(path: RiskPath): RiskDenial | undefined {
    const entry = this.latch.blocks(path.account, path.strategy);
    if (entry === undefined) return undefined;
    return deny(path, 'RISK_KILLED', entry, `${entry.scope} ${entry.id} is killed: ${entry.reason}`);
  }

  /** The first check that refuses, or undefined. `replace` uses the replace rate instead of the order rate. No side effects. */
  check(request: RiskRequest, nowUs: number, replace: boolean): RiskDenial | undefined {
    const { path, side, market, price } = request;
    const reservePrice = this.reservePrice(path, side, market, price);
    return (
      this.killed(path) ??
      checkStates(this.tree, request, this.states.above(path)) ??
      checkTradable(request, nowUs) ??
      checkSize(request, reservePrice) ??
      checkCollar(request, nowUs) ??
      checkWindows(request, reservePrice, nowUs) ??
      checkData(this.tree, request, nowUs) ??
      checkShortSale(this.tree, request, nowUs) ??
      (replace || this.recent === undefined ? undefined : checkDuplicate(request, this.recent, nowUs)) ??
      this.checkLevels(request, nowUs, replace) ??
      this.checkOwn(request, reservePrice, nowUs)
    );
  }

  /** Counts a new order that is sent: for the rates, and for the orders that repeat it. */
  noteOrder(path: RiskPath, side: Side, market: boolean, quantity: number, price: number, us: number): void {
    if (path.limits.order.duplicate.value > 0)
      this.recent?.add(orderKey(path.number, side, market, quantity, price), us);
    this.noteMessage(path, us, 'order');
  }

  /** Counts a replace or a cancel that is sent. */
  noteMessage(path: RiskPath, us: number, kind: 'order' | 'replace' | 'cancel'): void {
    for (const level of path.limits.levels) {
      const rings = kind === 'order' ? level.orders : kind === 'replace' ? level.replaces : [];
      for (let i = 0; i < rings.length; i++) rings[i].add(us);
      for (let i = 0; i < level.messages.length; i++) level.messages[i].add(us);
    }
    this.conduct.sent(path, us, this.watching);
  }

  /** True when losses or conduct ask for something: `takeBreaches` and `takeBaselines` say what. */
  get alarmed(): boolean {
    return this.losses.breaches.length > 0 || this.conduct.breaches.length > 0 || this.losses.baselines.length > 0;
  }

  takeBreaches(): Breach[] {
    return [...this.losses.breaches.splice(0), ...this.conduct.breaches.splice(0)];
  }

  takeBaselines(): Baseline[] {
    return this.losses.baselines.splice(0);
  }

  keepBaseline(baseline: Baseline): void {
    this.losses.keep(baseline);
  }

  /** Sets a trading state. Losses and messages that a person re-arms count from here on. */
  setState(entry: StateEntry): void {
    this.states.set(entry);
    const { scope, id, us } = entry;
    if (entry.state !== 'ACTIVE') return;
    // Counts follow from the journal in a replay too; what losses are counted from stands there as a record of its own.
    if (scope === 'strategy') this.conduct.rebase(id);
    if (scope !== 'symbol' && this.watching) this.losses.rebase(scope, id, us);
  }

  /** Off while a journal is replayed: what losses led to stands there. */
  watch(on: boolean): void {
    if (on && !this.watching) this.losses.resume();
    this.watching = on;
  }

  lossUsage(): ReturnType<LossWatches['usage']> {
    return this.losses.usage();
  }

  /** What a replay must bring back beside counters and kill switches. */
  *facts(): Generator<string> {
    yield `limits|${this.config.version}`;
    for (const { scope, id, state, cause, us } of this.states.all()) yield `${scope}|${id}|${state}|${cause}|${us}`;
    yield* this.losses.facts();
    yield* this.tree.allLocates();
  }

  /**
   * Everything that records built up, as plain data for `restore`. Market prices are not in it, but values of positions
   * are as marks last made them: to be taken of an engine that replays, where there were none.
   */
  image() {
    const { tree, latch, states, losses, conduct, recent, watching } = this;
    return {
      tree: tree.image(),
      latch: latch.image(),
      states: states.all(),
      losses: losses.image(),
      conduct: conduct.image(),
      recent: recent?.image() ?? [],
      watching,
    };
  }

  /** Takes the image of an engine of the same limits; of a fresh engine only. Returns the paths by their numbers. */
  restore(image: RiskImage): ReadonlyMap<number, RiskPath> {
    const paths = this.tree.restore(image.tree);
    this.latch.restore(image.latch);
    this.states.restore(image.states);
    this.losses.restore(image.losses);
    this.conduct.restore(image.conduct);
    const recent = [...image.recent];
    if (recent.length > 0) (this.recent ??= new RecentOrders()).restore(recent);
    this.watching = image.watching;
    return paths;
  }

  private checkLevels(request: RiskRequest, nowUs: number, replace: boolean): RiskDenial | undefined {
    const { limits, one } = request.path;
    const { levels } = limits;
    const { counters } = this.tree;
    for (let i = 0; i < levels.length; i++) {
      const level = levels[i];
      const denial =
        checkPosition(counters, request, level, one[i]) ??
        checkOpenOrders(counters, request, level) ??
        checkAmounts(counters, request, level, one[i]) ??
        (replace
          ? checkRates(level.replaces, 'replaces', request, level, nowUs)
          : checkRates(level.orders, 'orders', request, level, nowUs)) ??
        checkRates(level.messages, 'messages', request, level, nowUs);
      if (denial !== undefined) return denial;
    }
    return undefined;
  }

  private checkOwn(request: RiskRequest, reservePrice: number, nowUs: number): RiskDenial | undefined {
    if (this.checks.length === 0) return undefined;
    const { path, side, market, quantity, price } = request;
    const { counters } = this.tree;
    const node = path.one[2];
    const order = {
      account: path.account,
      strategy: path.strategy,
      instrument: path.instrument,
      side,
      market,
      quantity,
      price,
      notional: riskNotional(path.instrument, reservePrice, quantity),
      position: counters.get(node, COLUMN.position),
      openBuy: counters.get(node, COLUMN.openBuy),
      openSell: counters.get(node, COLUMN.openSell),
      nowUs,
    };
    for (const check of this.checks) {
      const no = check.check(order);
      if (no === undefined) continue;
      const where = { scope: 'strategy', id: path.strategy } as const;
      return deny(path, no.code ?? 'RISK_CHECK', where, `${check.name}: ${no.message}`, no.limit, no.observed);
    }
    return undefined;
  }
}

/** Plain data of a risk engine. */
export type RiskImage = ReturnType<RiskEngine['image']>;

function keepsRecent(config: RiskConfig): RecentOrders | undefined {
  return config.rules.some((rule) => rule.duplicate !== undefined) ? new RecentOrders() : undefined;
}
