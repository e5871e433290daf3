import type { Instrument, Quote, Refusal, Result, Trade } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';
import type { OrderHandle } from '../runtime/order-handle.js';
import type { OrderIntent } from '../runtime/types.js';
import { checkIceberg, checkPov, checkScheduled, MAX_SLICES } from './checks.js';
import { IcebergExecution } from './iceberg-execution.js';
import { ParticipationExecution } from './participation-execution.js';
import { RefusedExecution } from './refused-execution.js';
import { ScheduledExecution } from './scheduled-execution.js';
import type { Execution, ExecutionTerms, IcebergTerms, PovTerms, TwapTerms, VwapTerms } from './types.js';
import type { ExecutionLink, WorkedExecution } from './worked-execution.js';

const MAX_EXECUTIONS = 1_024;
const FULL: Refusal = { code: 'REQUEST_LIMIT', message: `more than ${MAX_EXECUTIONS} executions at a time` };

export interface ExecutionsOptions {
  readonly clock: Clock;
  readonly submit: (intent: OrderIntent) => OrderHandle;
  readonly cancel: (order: OrderHandle) => Promise<Result<OrderHandle>>;
  readonly setTimer: (delayUs: number, callback: () => void) => Timer;
  /** Calls with the kit's error handling. */
  readonly guard: (call: () => void) => void;
  /** A promise that a handler may await was resolved. */
  readonly resolved: () => void;
}

/** The executions of one strategy: they see its market data and order events before its hooks do. */
export class Executions {
  private readonly working = new Map<string, Set<WorkedExecution>>();
  private readonly owners = new Map<OrderHandle, WorkedExecution>();
  private readonly link: ExecutionLink;
  private count = 0;

  constructor({ clock, submit, cancel, setTimer, guard, resolved }: ExecutionsOptions) {
    this.link = {
      clock,
      submit,
      cancel: (order, refused) => void cancel(order).then((result) => (result.ok ? undefined : guard(refused))),
      setTimer,
      sent: (execution, order) => void this.owners.set(order, execution),
      ended: (execution) => {
        this.remove(execution);
        resolved();
      },
    };
  }

  twap({ slices, ...terms }: TwapTerms): Execution {
    const count = Number.isInteger(slices) && slices > 0 && slices <= MAX_SLICES ? slices : 0;
    return this.vwap({ ...terms, shares: Array.from({ length: count }, () => 1) });
  }

  vwap(terms: VwapTerms): Execution {
    return this.begin(terms, checkScheduled(terms), (link) => new ScheduledExecution(terms, link));
  }

  pov(terms: PovTerms): Execution {
    return this.begin(terms, checkPov(terms), (link) => new ParticipationExecution(terms, link));
  }

  iceberg(terms: IcebergTerms): Execution {
    return this.begin(terms, checkIceberg(terms), (link) => new IcebergExecution(terms, link));
  }

  trade(trade: Trade, { key }: Instrument): void {
    if (this.count === 0) return;
    for (const execution of this.working.get(key) ?? []) execution.trade(trade);
  }

  quote(quote: Quote, { key }: Instrument): void {
    if (this.count === 0) return;
    for (const execution of this.working.get(key) ?? []) execution.quote(quote);
  }

  order(order: OrderHandle): void {
    this.owners.get(order)?.order(order);
  }

  /** No more is sent by any; with `cancels` what is open is cancelled, without waiting for it. */
  stop(reason: string, cancels: boolean): void {
    for (const executions of this.working.values())
      for (const execution of executions)
        if (cancels) execution.cancel(reason);
        else execution.abandon(reason);
  }

  private begin(
    terms: ExecutionTerms,
    wrong: Refusal | undefined,
    make: (link: ExecutionLink) => WorkedExecution,
  ): Execution {
    const refusal = wrong ?? (this.count < MAX_EXECUTIONS ? undefined : FULL);
    if (refusal !== undefined) return new RefusedExecution(terms, this.link, refusal);
    const execution = make(this.link);
    const { key } = terms.instrument;
    this.working.set(key, (this.working.get(key) ?? new Set()).add(execution));
    this.count++;
    execution.start();
    return execution;
  }

  private remove(execution: WorkedExecution): void {
    const { key } = execution.instrument;
    const others = this.working.get(key);
    if (others?.delete(execution) === true) this.count--;
    if (others?.size === 0) this.working.delete(key);
    for (const order of execution.orders) this.owners.delete(order);
  }
}
