import type { MarkUpdate, RiskConfig, RiskScope, TradingState } from '@bourseworks/risk';
import type { SubmitCommand } from '../../src/index.js';
import { Desk, IBM } from '../desk.js';

/** One below what a limit allows, exactly that, one above. */
export type Step = -1 | 0 | 1;

export interface RiskCase {
  readonly name: string;
  readonly code: string;
  readonly rules: RiskConfig;
  /** Brings a desk as far as the limit needs, beside the market and a resting order of strategy `rest`. */
  readonly arrange?: (desk: RiskDesk) => void;
  /** The order or change in question. */
  readonly attempt: (desk: RiskDesk, step: Step) => string;
  /** Losses latch when they reach their limit; everything else may be used up whole. */
  readonly refusedAtLimit?: boolean;
  /** What comes at the same time, before the broker has answered anything, and how each ends. */
  readonly together: (desk: RiskDesk) => readonly string[];
  readonly expected: readonly string[];
}

/** A desk with a market at 50.00 to 50.10 and an order that rests far below it. */
export class RiskDesk extends Desk {
  resting = '';
  /** Orders that a case wants to change. */
  changing: string[] = [];

  constructor(rules: RiskConfig) {
    // 2023-11-15 10:00 in New York, a Wednesday.
    super({ risk: rules }, 1_700_060_400_000_000);
    this.market();
    this.resting = this.working({ strategy: 'rest', quantity: '1', price: '46.00' });
  }

  market(change: MarkUpdate = {}): void {
    this.mark({ bid: 5_000, ask: 5_010, dailyVolume: 10_000, ...change });
  }

  mark(update: MarkUpdate, us = this.now): void {
    if (this.engine.onMark(IBM, update, us)) this.take(this.engine.settleRisk(this.now));
  }

  put(scope: RiskScope, id: string, state: TradingState): void {
    const person = { commandId: this.nextId('person'), actor: 'ann', reason: 'test' };
    this.take(this.engine.setState({ ...person, scope, id, state }, this.now));
  }

  code(change: Partial<SubmitCommand> = {}): string {
    return this.submit(change).code ?? 'OK';
  }

  /** Bought or sold, and filled. */
  trade(side: 'BUY' | 'SELL', quantity: number, price: string, change: Partial<SubmitCommand> = {}): void {
    const clOrdId = this.working({ side, quantity: String(quantity), price, ...change });
    this.fill(clOrdId, quantity, Math.round(Number(price) * 100));
  }
}
