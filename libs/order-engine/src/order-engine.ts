import { refuse, ok, type ExecutionReport, type Instrument, type Result } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { Portfolio } from '@bourseworks/portfolio';
import {
  usageOf,
  usageOverview,
  type KillEntry,
  type LimitUsage,
  type MarkUpdate,
  type RiskConfig,
  type StateEntry,
  type UsageFilter,
  type UsageOverview,
} from '@bourseworks/risk';
import { applyRecord } from './apply.js';
import { bookCash, type CashCommand } from './cash-control.js';
import * as change from './change.js';
import type { CancelCommand, ControlCommand, ReplaceCommand, StatusQuery, SubmitCommand } from './commands.js';
import { EngineContext, type IntakeMode } from './context.js';
import type { SubmitListCommand } from './contingent/list-commands.js';
import { ListQueries } from './contingent/list-queries.js';
import { settleLists } from './contingent/settle-lists.js';
import { answerList, submitList } from './contingent/submit-list.js';
import * as control from './control.js';
import { earlier, nextRelease, releaseDue } from './crossing/hold.js';
import { KillDesk } from './kill/kill-desk.js';
import { LeaseDesk } from './lease/lease-desk.js';
import { OutsideDesk } from './outside/outside-desk.js';
import { Decision } from './decision.js';
import type { EngineOptions } from './engine-state.js';
import { mayCommand } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { OrderView } from './order-view.js';
import { openViews, ordersOf, type OpenQuery, type OrderQuery } from './query-orders.js';
import { idParts } from './id-parts.js';
import * as recovery from './recovery.js';
import type { EngineRecord } from './records/record.js';
import { reservedOf, type ReservedView } from './reserved.js';
import { takeReport } from './report.js';
import * as riskControl from './risk-control.js';
import { readSnapshot, writeSnapshot } from './snapshot/snapshot.js';
import { submit } from './submit.js';
import { nextTriggerUs, noteMark, settleTriggers } from './trigger/settle-triggers.js';
import { whatIf, type WhatIf } from './what-if.js';

/**
 * The order engine: intake, risk, order state, portfolio. Pure and synchronous: time is passed in, nothing is awaited. Every
 * change of state is a record that is handed out for the journal; a replay of the records gives the same state. All calls
 * return one reused Decision.
 */
export class OrderEngine {
  readonly kills: KillDesk;
  readonly leases: LeaseDesk;
  readonly outside: OutsideDesk;
  readonly lists: ListQueries;
  private readonly ctx: EngineContext;
  private readonly replayed = new Decision();

  constructor(options: EngineOptions) {
    this.ctx = new EngineContext(options);
    this.kills = new KillDesk(this.ctx);
    this.leases = new LeaseDesk(this.ctx);
    this.outside = new OutsideDesk(this.ctx);
    this.lists = new ListQueries(this.ctx.state);
  }

  get lastSequence(): number {
    return this.ctx.state.lastSequence;
  }

  /** When the journal was begun, microseconds; with the environment it tells journals apart. */
  get bornUs(): number {
    return this.ctx.state.bornUs;
  }

  get portfolio(): Portfolio {
    return this.ctx.state.portfolio;
  }

  /**
   * Applies a record of the journal. Refuses, with JOURNAL_CORRUPT, one that is out of sequence or whose recorded outcome
   * is not what comes of it; the engine is not to be used after that. Returns the event that the record had published.
   */
  replay(record: EngineRecord): Result<OrderEvent | undefined> {
    const { state } = this.ctx;
    if (record.sequence !== state.lastSequence + 1) {
      return refuse('JOURNAL_CORRUPT', `record ${record.sequence} follows ${state.lastSequence}`, {
        sequence: record.sequence,
      });
    }
    const out = this.replayed.reset();
    state.replaying = true;
    state.risk.watch(false);
    applyRecord(state, record, out);
    state.replaying = false;
    // What is in the journal was durable, so it may have been sent.
    state.releasedSequence = record.sequence;
    if (state.divergence !== undefined)
      return refuse('JOURNAL_CORRUPT', state.divergence, { sequence: record.sequence });
    for (const effect of out.effects) if (effect.kind === 'event') return ok(effect.event);
    return ok(undefined);
  }

  /** Begins the life of a process: `epoch` becomes part of the ids made from here on. */
  beginEpoch(epoch: number, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    this.ctx.state.risk.watch(true);
    this.ctx.commit({
      type: 'Epoch',
      sequence: this.ctx.next(),
      us: nowUs,
      epoch,
      environment: this.ctx.options.environment,
    });
    return out;
  }

  markUnknownAfterReplay(nowUs: number): Decision {
    const out = this.ctx.out.reset();
    recovery.markUnknown(this.ctx, nowUs);
    return out;
  }

  /** Orders of unknown outcome. */
  unresolved(): OrderView[] {
    return openViews(this.ctx.state).filter((order) => order.state === 'Unknown');
  }

  openOrders(filter: OpenQuery = {}): OrderView[] {
    return openViews(this.ctx.state, filter);
  }

  /** Opens or closes an account, or all (`*`, which comes first), for new orders. Cancels always pass. */
  setIntake(account: string, mode: IntakeMode): void {
    if (mode === 'OPEN') {
      this.ctx.intake.delete(account);
      this.ctx.state.lists.resume();
    } else this.ctx.intake.set(account, mode);
  }

  submit(cmd: SubmitCommand, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    submit(this.ctx, cmd, nowUs);
    this.settle(nowUs);
    return out;
  }

  cancel(cmd: CancelCommand, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    change.cancel(this.ctx, cmd, nowUs);
    this.settle(nowUs);
    return out;
  }

  replace(cmd: ReplaceCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => change.replace(this.ctx, cmd, nowUs));
  }

  /** Environment and strategy of an id that this environment made; undefined for one of somebody else. */
  idParts(clOrdId: string): readonly [environment: string, strategy: string] | undefined {
    return idParts(this.ctx.options.environment, clOrdId);
  }

  /** What the broker of an order has filled of it, in units: not what was crossed inside. 0 when it is not known. */
  brokerCumQty(clOrdId: string): number {
    const state = this.ctx.state.orders.get(clOrdId)?.state;
    return state === undefined ? 0 : state.cumQty - state.internalQty;
  }

  /** The last event of an order, of the account and strategy that ask. Changes nothing. */
  status(query: StatusQuery): OrderEvent | undefined {
    const { state } = this.ctx;
    const id = query.clOrdId ?? this.clOrdIdOf(query);
    const order = state.find(id) ?? state.find(state.lists.get(id ?? '')?.legs[0].lastId);
    if (order !== undefined) return mayCommand(order, query.account, query.strategy) ? order.lastEvent : undefined;
    const denied = id === undefined ? undefined : state.denied.get(id);
    return denied?.account === query.account && denied.strategy === query.strategy ? denied : undefined;
  }

  kill(cmd: ControlCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => control.kill(this.ctx, cmd, nowUs));
  }

  rearm(cmd: ControlCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => control.rearm(this.ctx, cmd, nowUs));
  }

  /** After recovery: cancels what a latched kill switch covers and is still open. */
  enforceKills(nowUs: number): Decision {
    return this.decide(nowUs, () => control.cancelKilled(this.ctx, nowUs));
  }

  killed(): readonly KillEntry[] {
    return this.ctx.state.risk.latch.all();
  }

  /** Ends the holds that are due, carries on lists, and sends stops that are triggered. To be called again while `nextReleaseUs` is past. */
  releaseHeld(nowUs: number): Decision {
    const out = this.ctx.out.reset();
    releaseDue(this.ctx, nowUs);
    this.settle(nowUs);
    return out;
  }

  /** When `releaseHeld` is due, microseconds; undefined while nothing is held, or due, of accounts that take orders. */
  get nextReleaseUs(): number | undefined {
    const { ctx } = this;
    return earlier(earlier(nextRelease(ctx), ctx.state.lists.nextUs()), nextTriggerUs(ctx));
  }

  onReport(adapter: string, report: ExecutionReport, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    takeReport(this.ctx, adapter, report, nowUs);
    this.settle(nowUs);
    return out;
  }

  brokerUnknown(adapter: string, reason: string, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    recovery.linkLost(this.ctx, adapter, reason, nowUs);
    return out;
  }

  /** Orders whose last event is older than `beforeUs` and still await the broker's answer become Unknown. */
  markUnanswered(beforeUs: number, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    recovery.timedOut(this.ctx, beforeUs, nowUs);
    return out;
  }

  /** See `reconcileWith`; of an order that is no longer known, nothing is done. */
  reconcile(
    clOrdId: string,
    found: BrokerOrderState | 'not-found',
    fills: readonly ExecutionReport[],
    nowUs: number,
  ): Decision {
    const out = this.ctx.out.reset();
    const order = this.ctx.state.orders.get(clOrdId);
    if (order !== undefined) recovery.reconcileWith(this.ctx, order, found, fills, nowUs);
    this.settle(nowUs);
    return out;
  }

  resend(clOrdId: string, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    const order = this.ctx.state.orders.get(clOrdId);
    if (order !== undefined) recovery.sendAgain(this.ctx, order, nowUs);
    return out;
  }

  /** Keeps something of the caller's own in the sequence of records. */
  note(kind: string, body: string, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    this.ctx.commit({ type: 'Note', sequence: this.ctx.next(), us: nowUs, kind, body });
    return out;
  }

  /**
   * Latest prices, for risk and valuation. Volatile: never journaled, not part of the hash. True when a loss reached a
   * limit, or a price a stop that is held: `settleRisk` is to follow at once.
   */
  onMark(instrument: Instrument, update: MarkUpdate, us: number): boolean {
    const { risk, portfolio } = this.ctx.state;
    risk.mark(instrument, update, us);
    portfolio.mark(instrument, risk.tree.reference(instrument).mark());
    return noteMark(this.ctx, instrument.key, us) || risk.alarmed;
  }

  /** Acts on what marks led to: states that losses ask for, cancels of what these do not allow. */
  settleRisk(nowUs: number): Decision {
    const out = this.ctx.out.reset();
    this.settle(nowUs);
    return out;
  }

  setState(cmd: riskControl.StateCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => riskControl.setState(this.ctx, cmd, nowUs));
  }

  setLimits(cmd: riskControl.LimitsCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => riskControl.setLimits(this.ctx, cmd, nowUs));
  }

  /** See `startLimits` of risk control. Refuses, with RISK_VERSION, a file that was changed without a new version. */
  startLimits(config: RiskConfig, builtIn: boolean, nowUs: number): Result<Decision> {
    const out = this.ctx.out.reset();
    const started = riskControl.startLimits(this.ctx, config, builtIn, nowUs);
    return started.ok ? ok(out) : started;
  }

  setLocate(cmd: riskControl.LocateCommand, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    riskControl.setLocate(this.ctx, cmd, nowUs);
    return out;
  }

  /** Books a cash event or a split. Refuses with the portfolio's codes, and a split while orders of it are open. */
  bookCash(cmd: CashCommand, nowUs: number): Decision {
    return this.decide(nowUs, () => bookCash(this.ctx, cmd, nowUs));
  }

  /** What would become of an order if it came now. Changes nothing. */
  whatIf(cmd: SubmitCommand, nowUs: number): WhatIf {
    return whatIf(this.ctx, cmd, nowUs);
  }

  /** How far limits are used up, the most used first; at most `limit` rows. */
  limitUsage(filter: UsageFilter, nowUs: number, limit: number): LimitUsage[] {
    return usageOf(this.ctx.state.risk, filter, nowUs, limit);
  }

  /** The same by account, at most `limit` rows each. */
  usageOverview(nowUs: number, limit: number): UsageOverview {
    return usageOverview(this.ctx.state.risk, this.portfolio.accountIds(), nowUs, limit);
  }

  /** Scopes that are not ACTIVE. */
  tradingStates(): readonly StateEntry[] {
    return this.ctx.state.risk.states.all();
  }

  /** Limits in force. */
  get limits(): RiskConfig {
    return this.ctx.state.risk.config;
  }

  /** Effects up to `sequence` have left: cancels of later orders stop their parked sends instead of going out. */
  released(sequence: number): void {
    this.ctx.state.releasedSequence = sequence;
  }

  /** What open orders reserve: of a strategy, or of the account without one. */
  reserved(account: string, strategy?: string): ReservedView {
    return reservedOf(this.ctx.state.risk.tree, account, strategy);
  }

  /** See `ordersOf`. */
  orders(filter: OrderQuery, limit: number): OrderEvent[] {
    return ordersOf(this.ctx.state, filter, limit);
  }

  /** Takes a list of orders that depend on each other, whole or not at all; `list` of the decision answers it. */
  submitList(cmd: SubmitListCommand, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    const list = submitList(this.ctx, cmd, nowUs);
    this.settle(nowUs);
    if (list !== undefined) answerList(this.ctx, list);
    return out;
  }

  /**
   * All state that records built up: `restore` and a replay of the later records give what a replay of all would. To be
   * taken of an engine that replays; marks, intake and what was released are not in it.
   */
  snapshot(): Uint8Array {
    return writeSnapshot(this.ctx.options, this.ctx.state);
  }

  /**
   * Takes a snapshot instead of the records up to its `lastSequence`, the next one is to be replayed then. Refuses
   * JOURNAL_CORRUPT what is damaged, JOURNAL_VERSION what another version wrote or was made under other accounts, bounds or
   * environment: the journal is to be replayed whole then, by a new engine with a new risk engine and new parts.
   * @throws Error when the engine is not fresh
   */
  restore(bytes: Uint8Array): Result<void> {
    return readSnapshot(this.ctx.options, this.ctx.state, bytes);
  }

  /** Equal for two engines that applied the same records. */
  stateHash(): string {
    return this.ctx.state.hash();
  }

  /** One decision: what a command does, and what follows from it. */
  private decide(nowUs: number, work: () => void): Decision {
    const out = this.ctx.out.reset();
    work();
    this.settle(nowUs);
    return out;
  }

  private settle(nowUs: number): void {
    riskControl.settleRisk(this.ctx, nowUs);
    settleLists(this.ctx, nowUs);
    settleTriggers(this.ctx, nowUs);
    settleLists(this.ctx, nowUs);
    riskControl.settleRisk(this.ctx, nowUs);
  }

  private clOrdIdOf(query: StatusQuery): string | undefined {
    if (query.commandId === undefined) return undefined;
    const look = this.ctx.state.commands.look(query.strategy, query.commandId);
    return typeof look === 'string' ? undefined : look.clOrdId;
  }
}
