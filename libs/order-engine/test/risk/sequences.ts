import { strictEqual } from 'node:assert';
import type { Side } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder } from '@bourseworks/risk';
import type { SubmitCommand } from '../../src/index.js';
import { IBM } from '../desk.js';
import { RiskDesk } from './risk-desk.js';

const MAX_STRATEGY = 120;
const MAX_ACCOUNT = 200;
const MAX_SHORT = 80;
const MAX_OPEN = 6;
const MAX_FIRM_OPEN = 10;
/** Account B has 500.00: prices are in cents. */
const CASH_CENTS = 50_000;
const STEPS = 24;

const RULES = RiskBuilder.for('firm')
  .maxOpenOrders(MAX_FIRM_OPEN)
  .priceCollar({ bps: 2_000 })
  .for('account', '*')
  .maxPosition(String(MAX_ACCOUNT))
  .for('account', 'B')
  .buyingPower({ model: 'CASH' })
  .for('strategy', '*')
  .maxLong(String(MAX_STRATEGY))
  .maxShort(String(MAX_SHORT))
  .maxOpenOrders(MAX_OPEN)
  .build();

/** What a broker and a clerk with a pencil know of an order. */
interface Known {
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly side: Side;
  quantity: number;
  price: number;
  filled: number;
  open: boolean;
  /** Terms of a replace that is not answered. */
  wanted: { readonly id: string; readonly quantity: number; readonly price: number } | undefined;
  cancelling: boolean;
}

/** Sums of one account or strategy, by going through everything again. */
interface Sums {
  position: number;
  openBuy: number;
  openSell: number;
  openOrders: number;
}

const leaves = (order: Known): number =>
  order.open ? Math.max(0, Math.max(order.quantity, order.wanted?.quantity ?? 0) - order.filled) : 0;

/** A random life of a few orders, in which every limit is held against sums that are made anew after every step. */
export class RiskLife {
  private readonly rng: SeededRng;
  private readonly desk = new RiskDesk(RULES);
  private readonly orders: Known[] = [];
  accepted = 0;
  denied = 0;

  constructor(seed: number) {
    this.rng = new SeededRng(seed);
    this.orders.push({
      clOrdId: this.desk.resting,
      account: 'A',
      strategy: 'rest',
      side: 'BUY',
      quantity: 1,
      price: 4_600,
      filled: 0,
      open: true,
      wanted: undefined,
      cancelling: false,
    });
  }

  run(): void {
    for (let step = 0; step < STEPS; step++) {
      this.step();
      this.check();
    }
    // At last the broker cancels what is left: nothing may stay reserved.
    for (const order of this.orders) if (order.open) this.closed(order);
    this.check();
    for (const account of ['A', 'B'])
      strictEqual(this.desk.engine.reserved(account).notional, 0n, `reservation of ${account} leaked`);
    this.desk.replayed();
  }

  private step(): void {
    this.desk.now += this.rng.integer(1_000);
    const dice = this.rng.integer(10);
    const open = this.orders.filter((order) => order.open);
    const order = open[this.rng.integer(open.length || 1)];
    if (dice < 4 || open.length === 0) this.submit();
    else if (dice < 7) this.fill(order);
    else if (dice === 7) this.replace(order);
    else if (dice === 8) this.answer(order);
    else this.cancel(order);
  }

  private submit(): void {
    const account = this.rng.integer(3) === 0 ? 'B' : 'A';
    const strategy = ['s', 't'][this.rng.integer(2)];
    const side = this.rng.integer(2) === 0 ? 'BUY' : 'SELL';
    const quantity = 1 + this.rng.integer(account === 'B' ? 12 : 90);
    const price = 4_600 + this.rng.integer(800);
    const command: Partial<SubmitCommand> = { account, strategy, side, quantity, price };
    const { code, clOrdId } = this.desk.submit(command);
    if (code !== undefined) {
      this.denied++;
      return;
    }
    this.accepted++;
    this.desk.release();
    this.desk.report('New', clOrdId);
    const terms = { clOrdId, account, strategy, side, quantity, price } as const;
    this.orders.push({ ...terms, filled: 0, open: true, wanted: undefined, cancelling: false });
  }

  /** At the order's own price or better, as a venue must. */
  private fill(order: Known): void {
    const left = order.quantity - order.filled;
    if (left <= 0) return;
    const quantity = 1 + this.rng.integer(left);
    const better = this.rng.integer(50);
    const price = order.side === 'BUY' ? order.price - better : order.price + better;
    order.filled += quantity;
    this.cash(order, quantity, price);
    this.desk.fill(order.clOrdId, quantity, price);
    if (order.filled >= order.quantity && order.wanted === undefined && !order.cancelling) order.open = false;
    else if (order.filled >= order.quantity) {
      // The venue refuses a change of what is done.
      if (order.wanted !== undefined) this.answerReplace(order, false);
      if (order.cancelling) this.desk.report('CancelRejected', order.clOrdId, { reason: 'too late' });
      order.cancelling = false;
      order.open = false;
    }
  }

  private cents = CASH_CENTS;
  private cash(order: Known, quantity: number, price: number): void {
    if (order.account === 'B') this.cents += (order.side === 'BUY' ? -1 : 1) * quantity * price;
  }

  private replace(order: Known): void {
    const quantity = order.filled + 1 + this.rng.integer(60);
    const price = 4_600 + this.rng.integer(800);
    const { account, strategy, clOrdId } = order;
    const reply = this.desk.replace(clOrdId, { account, strategy, quantity, price });
    if (reply.code !== undefined) return;
    const sent = this.desk.effects.findLast((effect) => effect.kind === 'replace');
    this.desk.release();
    order.wanted = { id: sent?.kind === 'replace' ? sent.replaceId : '', quantity, price };
  }

  private answer(order: Known): void {
    if (order.wanted !== undefined) this.answerReplace(order, this.rng.integer(2) === 0);
    else if (order.cancelling) this.closed(order);
  }

  private answerReplace(order: Known, accepted: boolean): void {
    const { wanted } = order;
    if (wanted === undefined) return;
    order.wanted = undefined;
    if (accepted) {
      order.quantity = wanted.quantity;
      order.price = wanted.price;
      this.desk.report('Replaced', wanted.id, {
        origClOrdId: order.clOrdId,
        orderQty: wanted.quantity,
        price: wanted.price,
      });
      if (order.filled >= order.quantity) order.open = false;
    } else this.desk.report('ReplaceRejected', wanted.id, { origClOrdId: order.clOrdId, reason: 'no' });
  }

  private cancel(order: Known): void {
    const { account, strategy, clOrdId } = order;
    const { code } = this.desk.cancel(clOrdId, { account, strategy });
    if (order.cancelling) return;
    strictEqual(code, undefined, `the cancel of ${clOrdId} did not pass`);
    order.cancelling = true;
    this.desk.release();
  }

  private closed(order: Known): void {
    if (order.wanted !== undefined) this.answerReplace(order, false);
    if (!order.open) return;
    order.open = false;
    this.desk.report('Canceled', order.clOrdId);
  }

  private sums(fits: (order: Known) => boolean): Sums {
    const sums = { position: 0, openBuy: 0, openSell: 0, openOrders: 0 };
    for (const order of this.orders.filter(fits)) {
      const sign = order.side === 'BUY' ? 1 : -1;
      sums.position += sign * order.filled;
      if (order.side === 'BUY') sums.openBuy += leaves(order);
      else sums.openSell += leaves(order);
      if (order.open) sums.openOrders++;
    }
    return sums;
  }

  private check(): void {
    for (const account of ['A', 'B']) {
      for (const strategy of ['s', 't']) {
        const sums = this.sums((order) => order.account === account && order.strategy === strategy);
        this.agrees(account, strategy, sums);
        holds(sums.position + sums.openBuy <= MAX_STRATEGY, `${account} ${strategy} may become too long`);
        holds(sums.openSell - sums.position <= MAX_SHORT, `${account} ${strategy} may become too short`);
        holds(sums.openOrders <= MAX_OPEN, `${account} ${strategy} has too many open orders`);
      }
      const whole = this.sums((order) => order.account === account);
      holds(whole.position + whole.openBuy <= MAX_ACCOUNT, `${account} may become too long`);
      holds(whole.openSell - whole.position <= MAX_ACCOUNT, `${account} may become too short`);
    }
    holds(this.sums(() => true).openOrders <= MAX_FIRM_OPEN, 'the firm has too many open orders');
    holds(this.cents >= 0, 'account B spent more cash than it had');
    strictEqual(this.desk.engine.portfolio.cash('B'), BigInt(this.cents) * 10n ** 16n);
  }

  private agrees(account: string, strategy: string, sums: Sums): void {
    const { engine } = this.desk;
    strictEqual(engine.portfolio.position(account, strategy, IBM.key)?.quantity ?? 0, sums.position);
    strictEqual(engine.reserved(account, strategy).openOrders, sums.openOrders);
  }
}

function holds(truth: boolean, what: string): void {
  strictEqual(truth, true, what);
}
