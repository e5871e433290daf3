import type { ExecType, ExecutionReport, OrderTerms } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { Rng } from '@bourseworks/ports';
import type { Effect } from '../src/index.js';

interface VenueOrder {
  readonly clOrdId: string;
  terms: OrderTerms;
  cumQty: number;
  open: boolean;
  readonly fills: ExecutionReport[];
}

/** How often, of 100, a message is lost, repeated, or delivered out of turn. */
export interface Faults {
  lost: number;
  repeated: number;
  reordered: number;
}

/** A venue behind a bad line: what it does is the truth, what is heard of it is not all, not once, and not in order. */
export class LossyBroker {
  readonly orders = new Map<string, VenueOrder>();
  readonly faults: Faults;
  /** Times a send of an id was accepted: at most 1, by the venue's own rule. */
  readonly accepted = new Map<string, number>();
  private readonly rng: Rng;
  private readonly inbound: ExecutionReport[] = [];
  private executions = 0;

  constructor(rng: Rng, faults: Faults) {
    this.rng = rng;
    this.faults = faults;
  }

  private hits(percent: number): boolean {
    return this.rng.integer(100) < percent;
  }

  private say(execType: ExecType, clOrdId: string, fields: Partial<ExecutionReport> = {}): ExecutionReport {
    const report = {
      clOrdId,
      execId: `x${++this.executions}`,
      execType,
      us: this.executions,
      ns: 0,
      venueOrderId: `v-${clOrdId}`,
      ...fields,
    };
    if (!this.hits(this.faults.lost)) this.inbound.push(report);
    if (this.hits(this.faults.repeated)) this.inbound.push({ ...report });
    return report;
  }

  /** What the OMS released. A lost request never arrives. */
  receive(effect: Effect): void {
    if (effect.kind !== 'send' && effect.kind !== 'cancel' && effect.kind !== 'replace') return;
    if (this.hits(this.faults.lost)) return;
    const { clOrdId } = effect.order;
    const order = this.orders.get(clOrdId);
    if (effect.kind === 'send') {
      if (order !== undefined) return;
      this.accepted.set(clOrdId, (this.accepted.get(clOrdId) ?? 0) + 1);
      const open = !this.hits(8);
      this.orders.set(clOrdId, { clOrdId, terms: effect.order.terms, cumQty: 0, open, fills: [] });
      this.say(open ? 'New' : 'Rejected', clOrdId);
    } else if (effect.kind === 'cancel') {
      const ids = { origClOrdId: clOrdId };
      if (order?.open !== true) return void this.say('CancelRejected', effect.cancelId, ids);
      if (this.hits(30)) this.say('PendingCancel', effect.cancelId, ids);
      order.open = false;
      this.say('Canceled', effect.cancelId, { ...ids, cumQty: order.cumQty });
    } else {
      const ids = { origClOrdId: clOrdId };
      if (order?.open !== true || this.hits(20)) return void this.say('ReplaceRejected', effect.replaceId, ids);
      order.terms = { ...effect.terms, quantity: Math.max(effect.terms.quantity, order.cumQty) };
      order.open = order.cumQty < order.terms.quantity;
      this.say('Replaced', effect.replaceId, { ...ids, orderQty: order.terms.quantity, price: order.terms.price });
    }
  }

  /** Executes a part of some open order, or ends one unasked. */
  trade(): void {
    const open = [...this.orders.values()].filter((order) => order.open);
    if (open.length === 0) return;
    const order = open[this.rng.integer(open.length)];
    if (this.hits(5)) {
      order.open = false;
      this.say('Expired', order.clOrdId, { cumQty: order.cumQty });
      return;
    }
    const left = order.terms.quantity - order.cumQty;
    const lastQty = this.hits(40) ? left : 1 + this.rng.integer(left);
    order.cumQty += lastQty;
    order.open = order.cumQty < order.terms.quantity;
    const lastPx = (order.terms.price || 5_000) - this.rng.integer(3);
    const fee = this.hits(50) ? BigInt(this.rng.integer(1_000_000)) * 10n ** 9n : undefined;
    order.fills.push(
      this.say('Trade', order.clOrdId, { lastQty, lastPx, fee, feeCurrency: 'USD', cumQty: order.cumQty }),
    );
  }

  /** The next report to be heard, if any. */
  next(): ExecutionReport | undefined {
    const at = this.hits(this.faults.reordered) ? this.rng.integer(this.inbound.length || 1) : 0;
    return this.inbound.splice(at, 1)[0];
  }

  state(clOrdId: string): BrokerOrderState | undefined {
    const order = this.orders.get(clOrdId);
    if (order === undefined) return undefined;
    const { cumQty, open } = order;
    return { clOrdId, venueOrderId: `v-${clOrdId}`, cumQty, leavesQty: open ? order.terms.quantity - cumQty : 0, open };
  }

  fills(): ExecutionReport[] {
    return [...this.orders.values()].flatMap((order) => order.fills);
  }
}
