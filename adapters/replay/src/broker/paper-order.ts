import {
  isStopType,
  type ExecutionReport,
  type ExecType,
  type Instrument,
  type OrderTerms,
  type OrdStatus,
} from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';

/** An order at the paper venue. */
export class PaperOrder {
  /** Ids of the order and of its accepted replaces, oldest first. */
  readonly ids: string[];
  terms: OrderTerms;
  cumQty = 0;
  status: OrdStatus = 'New';
  /** Local day (days since the epoch) of its session, once the first bar after it was shown. */
  day: number | undefined;
  /** It met a market and waits at its limit: what comes to it from now on trades at that limit. */
  resting = false;
  /** A stop that was triggered: from now on what its limit, or the lack of one, makes it. */
  triggered = false;
  private executions = 0;

  constructor(
    /** Id of the order itself; executions are numbered below it. */
    readonly firstId: string,
    readonly venueOrderId: string,
    readonly account: string,
    readonly instrument: Instrument,
    terms: OrderTerms,
  ) {
    this.ids = [firstId];
    this.terms = terms;
  }

  /** Id of the last accepted command of the chain. */
  get clOrdId(): string {
    return this.ids[this.ids.length - 1];
  }

  rename(clOrdId: string): void {
    this.ids.push(clOrdId);
  }

  get open(): boolean {
    return this.status === 'New' || this.status === 'PartiallyFilled';
  }

  /** A stop outside of the market. */
  get waits(): boolean {
    return isStopType(this.terms.type) && !this.triggered;
  }

  get leavesQty(): number {
    return this.open ? this.terms.quantity - this.cumQty : 0;
  }

  state(): BrokerOrderState {
    const { clOrdId, venueOrderId, cumQty, leavesQty, open } = this;
    return { clOrdId, venueOrderId, cumQty, leavesQty, open };
  }

  /** A report of the present state. */
  report(execType: ExecType, us: number, extra: Partial<ExecutionReport> = {}): ExecutionReport {
    const { clOrdId, venueOrderId, status, cumQty, leavesQty } = this;
    return { clOrdId, venueOrderId, execId: '', execType, ordStatus: status, cumQty, leavesQty, us, ns: 0, ...extra };
  }

  /**
   * Fills `quantity`, at most what is left. The execution id is derived from the order's own id: ids from a counter would
   * start again with the process, and the books would drop new fills as known ones.
   */
  fill(price: number, quantity: number, fee: bigint, us: number): ExecutionReport {
    this.cumQty += quantity;
    this.status = this.cumQty < this.terms.quantity ? 'PartiallyFilled' : 'Filled';
    const execId = `${this.firstId}.${++this.executions}`;
    const { currency: feeCurrency } = this.instrument;
    return this.report('Trade', us, { execId, lastQty: quantity, lastPx: price, fee, feeCurrency });
  }
}
