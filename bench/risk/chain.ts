import { riskNotional } from '@bourseworks/domain';
import { RiskEngine, type RiskRequest } from '@bourseworks/risk';
import { ACCOUNT, ASK, BID, CASH, INSTRUMENTS, RULES, START_US, type Asked } from './orders.js';

export interface Chain {
  /** Asks, and when it passes reserves and counts the order. The code, or `OK`. */
  place(order: Asked, us: number): string;
  /** Takes back what an order that passed reserved. */
  close(order: Asked): void;
}

/** The platform's own risk engine, as the order engine uses it. */
export class EngineChain implements Chain {
  private readonly risk = new RiskEngine(RULES);

  constructor() {
    this.risk.tree.fund(ACCOUNT, 'USD', CASH * 10n ** 18n);
    for (const instrument of INSTRUMENTS) this.risk.mark(instrument, { bid: BID, ask: ASK }, START_US);
  }

  place({ account, strategy, instrument, side, quantity, price }: Asked, us: number): string {
    const { risk } = this;
    const path = risk.path(account, strategy, instrument);
    const addedNotional = riskNotional(instrument, risk.reservePrice(path, side, false, price), quantity);
    const request: RiskRequest = {
      path,
      side,
      market: false,
      quantity,
      price,
      stopPrice: 0,
      trailBy: 0,
      addedQuantity: quantity,
      addedNotional,
      addedOrders: 1,
    };
    const denial = risk.check(request, us, false);
    if (denial !== undefined) return denial.code;
    risk.tree.reserve(path, side, quantity, addedNotional, 1);
    risk.noteOrder(path, side, false, quantity, price, us);
    return 'OK';
  }

  close({ account, strategy, instrument, side, quantity, price }: Asked): void {
    const { risk } = this;
    const path = risk.path(account, strategy, instrument);
    const notional = riskNotional(instrument, risk.reservePrice(path, side, false, price), quantity);
    risk.tree.reserve(path, side, -quantity, 0 - notional, -1);
  }
}
