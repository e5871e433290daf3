import type { RiskRule, RiskScope } from '@bourseworks/risk';
import type { Chain } from './chain.js';
import { ASK, BID, CASH, RULES, START_US, type Asked } from './orders.js';

/** What a scope has open and holds; money exact, in 10^-4. */
interface Exposure {
  position: number;
  openBuy: number;
  openSell: number;
  openOrders: number;
  buyNotional: bigint;
  sellNotional: bigint;
  times: number[];
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}
type Check = (order: Asked, notional: bigint, us: number) => Refusal | undefined;

const SCOPES: readonly RiskScope[] = ['firm', 'account', 'strategy', 'symbol'];
const SCALE = 10_000n;

const refuse = (code: string, message: string): Refusal => ({ code, message });
const amount = (text: string): bigint => BigInt(text) * SCALE;

/**
 * The same checks in the way they are usually written: a list of closures over maps of objects, rules as they stand in the
 * file, exact money as BigInt. It keeps sums as well: nothing here walks through the open orders.
 */
export class ObjectChain implements Chain {
  private readonly exposures = new Map<string, Exposure>();
  private readonly recent = new Map<string, number>();
  private readonly killed = new Set<string>();
  private readonly halted = new Map<string, string>();
  private readonly quotes = { bid: BID, ask: ASK, us: START_US, low: (BID + ASK) / 2, high: (BID + ASK) / 2 };
  private readonly checks: readonly Check[] = [
    (order) => this.checkKilled(order),
    (order) => this.checkRestricted(order),
    (order, notional) => this.checkSize(order, notional),
    (order, _notional, us) => this.checkCollar(order, us),
    (order) => this.checkWindow(order),
    (order, _notional, us) => this.checkData(order, us),
    (order, _notional, us) => this.checkDuplicate(order, us),
    (order, notional, us) => this.checkScopes(order, notional, us),
  ];

  place(order: Asked, us: number): string {
    const notional = this.notionalOf(order);
    for (const check of this.checks) {
      const refusal = check(order, notional, us);
      if (refusal !== undefined) return refusal.code;
    }
    this.book(order, notional, 1);
    for (const scope of SCOPES) this.exposure(scope, order).times.push(us);
    this.recent.set(keyOf(order), us);
    return 'OK';
  }

  close(order: Asked): void {
    this.book(order, this.notionalOf(order), -1);
  }

  /** Sales are valued at the market where that is higher. */
  private notionalOf({ side, price, quantity }: Asked): bigint {
    const valued = side === 'SELL' ? Math.max(price, this.quotes.bid) : price;
    return BigInt(valued) * BigInt(quantity) * 100n;
  }

  private ids(scope: RiskScope, { account, strategy, instrument }: Asked): string {
    return { firm: 'all', account, strategy, symbol: instrument.key }[scope];
  }

  private rules(scope: RiskScope, order: Asked): RiskRule[] {
    const id = this.ids(scope, order);
    return RULES.rules.filter((rule) => rule.scope === scope && (rule.id === id || rule.id === '*'));
  }

  private exposure(scope: RiskScope, order: Asked, symbol = ''): Exposure {
    const key = `${scope}|${this.ids(scope, order)}|${symbol}`;
    let found = this.exposures.get(key);
    if (found === undefined) {
      const none = { position: 0, openBuy: 0, openSell: 0, openOrders: 0 };
      found = { ...none, buyNotional: 0n, sellNotional: 0n, times: [] };
      this.exposures.set(key, found);
    }
    return found;
  }

  private book(order: Asked, notional: bigint, sign: 1 | -1): void {
    for (const scope of SCOPES) {
      for (const symbol of ['', order.instrument.key]) {
        const exposure = this.exposure(scope, order, symbol);
        exposure.openOrders += sign;
        if (order.side === 'BUY') {
          exposure.openBuy += sign * order.quantity;
          exposure.buyNotional += BigInt(sign) * notional;
        } else {
          exposure.openSell += sign * order.quantity;
          exposure.sellNotional += BigInt(sign) * notional;
        }
      }
    }
  }

  private checkKilled(order: Asked): Refusal | undefined {
    for (const scope of SCOPES) {
      const key = `${scope}|${this.ids(scope, order)}`;
      if (this.killed.has(key)) return refuse('RISK_KILLED', `${key} is killed`);
      if (this.halted.has(key)) return refuse('RISK_HALTED', `${key} is halted`);
    }
    return undefined;
  }

  private checkRestricted(order: Asked): Refusal | undefined {
    for (const scope of SCOPES)
      for (const { restricted } of this.rules(scope, order))
        if (restricted === 'BOTH' || restricted === order.side)
          return refuse('RISK_RESTRICTED', `${order.instrument.key} is restricted for ${order.side}`);
    return undefined;
  }

  private checkSize(order: Asked, notional: bigint): Refusal | undefined {
    for (const scope of SCOPES) {
      for (const { maxOrderQuantity, maxOrderNotional } of this.rules(scope, order)) {
        if (maxOrderQuantity !== undefined && order.quantity > Number(maxOrderQuantity))
          return refuse('RISK_ORDER_QUANTITY', `order quantity ${order.quantity} exceeds ${maxOrderQuantity}`);
        if (maxOrderNotional !== undefined && notional > amount(maxOrderNotional))
          return refuse('RISK_ORDER_NOTIONAL', `order notional ${notional} exceeds ${maxOrderNotional}`);
      }
    }
    return undefined;
  }

  private checkCollar(order: Asked, us: number): Refusal | undefined {
    const { side, price } = order;
    for (const scope of SCOPES) {
      for (const { priceCollar } of this.rules(scope, order)) {
        if (priceCollar === undefined) continue;
        if (us - this.quotes.us > (priceCollar.maxAgeUs ?? Infinity))
          return refuse('RISK_STALE_REFERENCE', 'the reference price is too old');
        const reference = side === 'BUY' ? this.quotes.ask : this.quotes.bid;
        const width = Math.floor((reference * priceCollar.bps) / 10_000);
        const beyond = side === 'BUY' ? price > reference + width : price < reference - width;
        if (beyond) return refuse('RISK_PRICE_COLLAR', `price ${price} is beyond ${reference} +- ${width}`);
      }
    }
    return undefined;
  }

  private checkWindow(order: Asked): Refusal | undefined {
    for (const scope of SCOPES) {
      for (const { priceWindow } of this.rules(scope, order)) {
        if (priceWindow === undefined) continue;
        const base = order.side === 'BUY' ? this.quotes.low : this.quotes.high;
        const width = Math.floor((base * priceWindow.bps) / 10_000);
        const beyond = order.side === 'BUY' ? order.price > base + width : order.price < base - width;
        if (beyond) return refuse('RISK_PRICE_WINDOW', `price ${order.price} is beyond ${base} +- ${width}`);
      }
    }
    return undefined;
  }

  private checkData(order: Asked, us: number): Refusal | undefined {
    for (const scope of SCOPES) {
      for (const { staleData } of this.rules(scope, order)) {
        if (staleData === undefined) continue;
        if (us - this.quotes.us > staleData.maxAgeUs) return refuse('RISK_STALE_DATA', 'the quote is too old');
        if (this.quotes.bid >= this.quotes.ask) return refuse('RISK_BOOK_CROSSED', 'the book is crossed');
      }
    }
    return undefined;
  }

  private checkDuplicate(order: Asked, us: number): Refusal | undefined {
    for (const scope of SCOPES) {
      for (const { duplicate } of this.rules(scope, order)) {
        if (duplicate === undefined) continue;
        const ago = us - (this.recent.get(keyOf(order)) ?? -Infinity);
        if (ago < duplicate.windowUs) return refuse('RISK_DUPLICATE', `the same order was sent ${ago} us ago`);
      }
    }
    return undefined;
  }

  private checkScopes(order: Asked, notional: bigint, us: number): Refusal | undefined {
    for (const scope of SCOPES) {
      for (const rule of this.rules(scope, order)) {
        const refusal =
          this.checkPosition(scope, rule, order) ??
          this.checkOpenOrders(scope, rule, order) ??
          this.checkAmounts(scope, rule, order, notional) ??
          this.checkRates(scope, rule, order, us);
        if (refusal !== undefined) return refusal;
      }
    }
    return undefined;
  }

  private checkPosition(scope: RiskScope, rule: RiskRule, order: Asked): Refusal | undefined {
    const { position, openBuy, openSell } = this.exposure(scope, order, order.instrument.key);
    const buy = order.side === 'BUY';
    const worst = buy ? position + openBuy + order.quantity : openSell + order.quantity - position;
    const limits = [rule.maxPosition, buy ? rule.maxLong : rule.maxShort].filter((limit) => limit !== undefined);
    const broken = limits.find((limit) => worst > Number(limit));
    return broken === undefined ? undefined : refuse('RISK_POSITION', `position would be ${worst}, limit ${broken}`);
  }

  private checkOpenOrders(scope: RiskScope, { maxOpenOrders }: RiskRule, order: Asked): Refusal | undefined {
    if (maxOpenOrders === undefined) return undefined;
    const open = this.exposure(scope, order).openOrders + 1;
    return open > maxOpenOrders ? refuse('RISK_OPEN_ORDERS', `${open} open orders exceed ${maxOpenOrders}`) : undefined;
  }

  private checkAmounts(scope: RiskScope, rule: RiskRule, order: Asked, notional: bigint): Refusal | undefined {
    const { buyNotional, sellNotional } = this.exposure(scope, order);
    const gross = buyNotional + sellNotional + notional;
    if (rule.maxGrossNotional !== undefined && gross > amount(rule.maxGrossNotional))
      return refuse('RISK_GROSS_NOTIONAL', `gross notional ${gross} exceeds ${rule.maxGrossNotional}`);
    const net = (order.side === 'BUY' ? buyNotional : sellNotional) + notional;
    if (rule.maxNetNotional !== undefined && net > amount(rule.maxNetNotional))
      return refuse('RISK_NET_NOTIONAL', `net notional ${net} exceeds ${rule.maxNetNotional}`);
    const equity = CASH * SCALE;
    if (rule.maxConcentrationBps !== undefined) {
      const own = this.exposure(scope, order, order.instrument.key);
      const share = (order.side === 'BUY' ? own.buyNotional : own.sellNotional) + notional;
      if (share > (equity * BigInt(rule.maxConcentrationBps)) / 10_000n)
        return refuse('RISK_CONCENTRATION', `${order.instrument.key} would be ${share}`);
    }
    if (rule.buyingPower !== undefined) {
      const { initialMarginBps = 10_000, feeBps = 0 } = rule.buyingPower;
      const need = (gross * BigInt(initialMarginBps + feeBps)) / 10_000n;
      if (need > equity) return refuse('RISK_BUYING_POWER', `initial margin of ${need} exceeds ${equity}`);
    }
    return undefined;
  }

  private checkRates(scope: RiskScope, rule: RiskRule, order: Asked, us: number): Refusal | undefined {
    const exposure = this.exposure(scope, order);
    for (const rate of [rule.orderRate, rule.messageRate]) {
      if (rate === undefined) continue;
      const { count, windowUs } = rate;
      while (exposure.times.length > 0 && us - exposure.times[0] >= windowUs) exposure.times.shift();
      if (exposure.times.length >= count) return refuse('RISK_RATE', `more than ${count} in ${windowUs} us`);
    }
    return undefined;
  }
}

function keyOf({ strategy, account, instrument, side, quantity, price }: Asked): string {
  return `${account}|${strategy}|${instrument.key}|${side}|${quantity}|${price}`;
}
