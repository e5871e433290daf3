import { MAX_UNITS, riskNotional, type ErrorCode, type Instrument, type Side } from '@bourseworks/domain';
import { COLUMN } from './counters.js';
import { notionalText, unitsText, type RiskDenial } from './denial.js';
import { KillLatch } from './kill-latch.js';
import type { LevelLimits } from './limits.js';
import type { MarkUpdate } from './reference-prices.js';
import type { RiskCheck } from './risk-check.js';
import type { RiskConfig, RiskScope } from './risk-config.js';
import { RiskTree, type RiskPath } from './risk-tree.js';

const BASIS = 10_000;
const NO_RULES: RiskConfig = { version: 1, rules: [] };

/** What is asked of risk: an order, or new terms of one. Reused by the caller; units of the instrument. */
export interface RiskRequest {
  path: RiskPath;
  side: Side;
  market: boolean;
  /** Total quantity of the order and its limit price (0 for market orders). */
  quantity: number;
  price: number;
  /** What would be reserved on top of what the order reserves already: all of it for a new order. */
  addedQuantity: number;
  addedNotional: number;
  addedOrders: 0 | 1;
}

/** floor(price * bps / 10^4), exact: the product alone could leave the safe range. */
function basisPoints(price: number, bps: number): number {
  const whole = Math.floor(price / BASIS);
  return whole * bps + Math.floor(((price - whole * BASIS) * bps) / BASIS);
}

/**
 * Pre-trade risk. Counters are integers; every check is O(1); a denial is a value. Capacity is reserved by the order engine
 * when an order becomes Intent and released on terminal evidence only. Cancels are never asked about.
 */
export class RiskEngine {
  readonly tree: RiskTree;
  readonly latch = new KillLatch();
  private readonly checks: readonly RiskCheck[];

  constructor(config: RiskConfig = NO_RULES, checks: readonly RiskCheck[] = []) {
    this.tree = new RiskTree(config);
    this.checks = checks;
  }

  get config(): RiskConfig {
    return this.tree.rules;
  }

  /** New limits, in force from the next check on. */
  update(config: RiskConfig): void {
    this.tree.update(config);
  }

  path(account: string, strategy: string, instrument: Instrument): RiskPath {
    return this.tree.path(account, strategy, instrument);
  }

  /** New market prices; volatile, not part of the replayed state. */
  mark(instrument: Instrument, update: MarkUpdate, us: number): void {
    this.tree.reference(instrument).update(update, us);
    this.tree.marked(instrument);
  }

  /**
   * Price at which an open quantity is reserved, against the trader: market orders at the edge of the collar, sales not
   * below the market. 0 when a market order has no reference.
   */
  reservePrice(path: RiskPath, side: Side, market: boolean, price: number): number {
    const reference = path.reference.reference(side);
    if (!market) return side === 'SELL' ? Math.max(price, reference) : price;
    const bps = path.limits.collar.value;
    return bps < Infinity ? reference + basisPoints(reference, bps) : reference;
  }

  /** Denies by the kill switch, whatever else holds. */
  killed(path: { readonly account: string; readonly strategy: string }): RiskDenial | undefined {
    const entry = this.latch.blocks(path.account, path.strategy);
    if (entry === undefined) return undefined;
    return this.denial(
      'RISK_KILLED',
      `${entry.scope} ${entry.id} is killed: ${entry.reason}`,
      entry.scope,
      entry.id,
      '',
      '',
    );
  }

  /** The first check that refuses, or undefined. `replace` uses the replace rate instead of the order rate. */
  check(request: RiskRequest, nowUs: number, replace: boolean): RiskDenial | undefined {
    const { path } = request;
    return (
      this.killed(path) ??
      this.checkSize(request) ??
      this.checkCollar(request, nowUs) ??
      this.checkLevels(request, nowUs, replace) ??
      this.checkOwn(request, nowUs)
    );
  }

  /** Counts a send for the rates. */
  noteSend(path: RiskPath, us: number, replace: boolean): void {
    for (const level of path.limits.levels) {
      const rings = replace ? level.replaces : level.orders;
      for (let i = 0; i < rings.length; i++) rings[i].add(us);
    }
  }

  private denial(
    code: ErrorCode,
    message: string,
    scope: RiskScope,
    id: string,
    limit: string,
    observed: string,
  ): RiskDenial {
    return { code, message, scope, id, limit, observed, ruleVersion: this.config.version };
  }

  private checkSize(request: RiskRequest): RiskDenial | undefined {
    const { instrument, limits } = request.path;
    const { quantity, notional } = limits;
    if (request.quantity > quantity.value) {
      const limit = unitsText(quantity.value, instrument.qtyScale);
      const observed = unitsText(request.quantity, instrument.qtyScale);
      return this.denial(
        'RISK_ORDER_QUANTITY',
        `order quantity ${observed} exceeds ${limit}`,
        quantity.scope,
        quantity.id,
        limit,
        observed,
      );
    }
    const value = this.orderNotional(request);
    if (value === Infinity || request.addedNotional === Infinity)
      return this.range(request.path, 'the notional of the order');
    if (value > notional.value) {
      const limit = notionalText(notional.value);
      const observed = notionalText(value);
      return this.denial(
        'RISK_ORDER_NOTIONAL',
        `order notional ${observed} exceeds ${limit}`,
        notional.scope,
        notional.id,
        limit,
        observed,
      );
    }
    return undefined;
  }

  private orderNotional(request: RiskRequest): number {
    const price = this.reservePrice(request.path, request.side, request.market, request.price);
    return riskNotional(request.path.instrument, price, request.quantity);
  }

  private range(path: RiskPath, what: string): RiskDenial {
    return this.denial('RISK_RANGE', `${what} leaves the exact integer range`, 'strategy', path.strategy, '', '');
  }

  private checkCollar(request: RiskRequest, nowUs: number): RiskDenial | undefined {
    const { path } = request;
    const { collar, age, needsReference } = path.limits;
    if (collar.value === Infinity && !(request.market && needsReference)) return undefined;
    const reference = path.reference.reference(request.side);
    if (reference <= 0) {
      return this.denial(
        'RISK_NO_REFERENCE',
        `no reference price of ${path.instrument.key}`,
        collar.scope,
        collar.id,
        '',
        '',
      );
    }
    const old = nowUs - path.reference.us;
    if (old > age.value) {
      const message = `the reference price of ${path.instrument.key} is ${old} us old`;
      return this.denial('RISK_STALE_REFERENCE', message, age.scope, age.id, String(age.value), String(old));
    }
    if (request.market || collar.value === Infinity) return undefined;
    const width = basisPoints(reference, collar.value);
    const edge = request.side === 'BUY' ? reference + width : reference - width;
    if (request.side === 'BUY' ? request.price <= edge : request.price >= edge) return undefined;
    const limit = unitsText(edge, path.instrument.priceScale);
    const observed = unitsText(request.price, path.instrument.priceScale);
    const message = `price ${observed} is beyond ${limit}, ${collar.value} bp from the reference`;
    return this.denial('RISK_PRICE_COLLAR', message, collar.scope, collar.id, limit, observed);
  }

  private checkLevels(request: RiskRequest, nowUs: number, replace: boolean): RiskDenial | undefined {
    for (const level of request.path.limits.levels) {
      const denial =
        this.checkPosition(request, level) ??
        this.checkOpenOrders(request, level) ??
        this.checkGross(request, level) ??
        this.checkRate(replace ? level.replaces : level.orders, level, nowUs);
      if (denial !== undefined) return denial;
    }
    return undefined;
  }

  private checkPosition(request: RiskRequest, level: LevelLimits): RiskDenial | undefined {
    const { counters } = this.tree;
    const position = counters.get(level.one, COLUMN.position);
    const buy = request.side === 'BUY';
    const open = counters.get(level.one, buy ? COLUMN.openBuy : COLUMN.openSell) + request.addedQuantity;
    const worst = buy ? position + open : open - position;
    if (worst > MAX_UNITS) return this.range(request.path, 'the position with open orders');
    if (worst <= level.maxPosition) return undefined;
    const { qtyScale } = request.path.instrument;
    const limit = unitsText(level.maxPosition, qtyScale);
    const observed = unitsText(worst, qtyScale);
    const message = `position with open orders would be ${buy ? 'long' : 'short'} ${observed}, limit ${limit}`;
    return this.denial('RISK_POSITION', message, level.scope, level.id, limit, observed);
  }

  private checkOpenOrders(request: RiskRequest, level: LevelLimits): RiskDenial | undefined {
    const open = this.tree.counters.get(level.all, COLUMN.openOrders) + request.addedOrders;
    if (open <= level.maxOpenOrders || request.addedOrders === 0) return undefined;
    const limit = String(level.maxOpenOrders);
    return this.denial(
      'RISK_OPEN_ORDERS',
      `${open} open orders exceed ${limit}`,
      level.scope,
      level.id,
      limit,
      String(open),
    );
  }

  private checkGross(request: RiskRequest, level: LevelLimits): RiskDenial | undefined {
    const { counters } = this.tree;
    const { all } = level;
    const reserved =
      counters.get(all, COLUMN.openBuyNotional) + counters.get(all, COLUMN.openSellNotional) + request.addedNotional;
    const gross = reserved + counters.get(all, COLUMN.heldNotional);
    if (gross <= level.maxGross && gross <= Number.MAX_SAFE_INTEGER) return undefined;
    if (request.addedNotional <= 0 || this.reduces(request, level)) return undefined;
    if (gross > Number.MAX_SAFE_INTEGER) return this.range(request.path, 'the gross notional');
    const limit = notionalText(level.maxGross);
    const observed = notionalText(gross);
    return this.denial(
      'RISK_GROSS_NOTIONAL',
      `gross notional ${observed} exceeds ${limit}`,
      level.scope,
      level.id,
      limit,
      observed,
    );
  }

  /** True when this order, with all open ones of its side, can only make the position of the level smaller. */
  private reduces(request: RiskRequest, level: LevelLimits): boolean {
    const { counters } = this.tree;
    const position = counters.get(level.one, COLUMN.position);
    if (request.side === 'SELL')
      return position > 0 && counters.get(level.one, COLUMN.openSell) + request.addedQuantity <= position;
    return position < 0 && counters.get(level.one, COLUMN.openBuy) + request.addedQuantity <= -position;
  }

  private checkRate(rings: LevelLimits['orders'], level: LevelLimits, nowUs: number): RiskDenial | undefined {
    for (let i = 0; i < rings.length; i++) {
      const ring = rings[i];
      if (ring.allows(nowUs)) continue;
      const limit = String(ring.count);
      const message = `more than ${limit} within ${ring.windowUs} us`;
      return this.denial('RISK_RATE', message, level.scope, level.id, limit, String(ring.count + 1));
    }
    return undefined;
  }

  private checkOwn(request: RiskRequest, nowUs: number): RiskDenial | undefined {
    if (this.checks.length === 0) return undefined;
    const { path } = request;
    const { counters } = this.tree;
    const node = path.one[2];
    const order = {
      account: path.account,
      strategy: path.strategy,
      instrument: path.instrument,
      side: request.side,
      market: request.market,
      quantity: request.quantity,
      price: request.price,
      notional: this.orderNotional(request),
      position: counters.get(node, COLUMN.position),
      openBuy: counters.get(node, COLUMN.openBuy),
      openSell: counters.get(node, COLUMN.openSell),
      nowUs,
    };
    for (const check of this.checks) {
      const no = check.check(order);
      if (no === undefined) continue;
      const code = no.code ?? 'RISK_CHECK';
      return this.denial(
        code,
        `${check.name}: ${no.message}`,
        'strategy',
        path.strategy,
        no.limit ?? '',
        no.observed ?? '',
      );
    }
    return undefined;
  }
}
