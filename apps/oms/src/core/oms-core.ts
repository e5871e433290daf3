import type { Instrument } from '@bourseworks/domain';
import { ConfigError, currentCorrelation, withCorrelation } from '@bourseworks/observability';
import type { MarkUpdate, RiskConfig } from '@bourseworks/risk';
import { CodedRpcException } from '@bourseworks/solace-transport';
import {
  Journal,
  JournalError,
  ParkedEffects,
  type JournalRecord,
  type ShardLock,
  type SnapshotUse,
} from '@bourseworks/journal';
import {
  decodeRecord,
  encodeRecord,
  OrderEngine,
  RECORD_TYPE,
  type ControlReply,
  type Decision,
  type Effect,
  type EngineOptions,
  type ListReply,
  type OrderEvent,
  type Reply,
} from '@bourseworks/order-engine';
import type { EventLog } from '@bourseworks/ports';
import { APPLICATION } from '../journal/replica.js';
import { HoldTimer } from './hold-timer.js';
import type { OmsClock } from './oms-clock.js';

/** What leaves the core once it is durable. */
export interface OmsOutputs {
  send(effect: Effect & { kind: 'send' }): void;
  cancel(effect: Effect & { kind: 'cancel' }): void;
  replace(effect: Effect & { kind: 'replace' }): void;
  event(effect: Effect & { kind: 'event' }): void;
  risk(effect: Effect & { kind: 'risk' }): void;
  /** An event of an earlier life of the process, after the snapshot that it began with. */
  replayed(event: OrderEvent): void;
  /** The state up to this record came from a snapshot. */
  restored?(sequence: number): void;
}

export interface OmsCoreOptions {
  readonly directory: string;
  /** Of the directory, where it is held already; becomes the journal's. */
  readonly lock?: ShardLock;
  readonly clock: OmsClock;
  readonly log: EventLog;
  readonly engine: EngineOptions;
  /** Whether the limits that the engine starts with are the built-in ones, default true. */
  readonly builtInLimits?: boolean;
  readonly outputs: OmsOutputs;
  /**
   * Options of another new engine, with a new risk engine and new parts, for when a snapshot was refused: what it was read
   * into cannot be used. Without it no snapshot is read.
   */
  readonly renewEngine?: () => EngineOptions;
  /** The journal failed: nothing may be called done any more. */
  readonly onFailure: (error: JournalError) => void;
}

type Work = Effect | { readonly kind: 'answer'; readonly sequence: number; readonly run: () => void };

/** Work that waits, with the correlation id of the request that it follows from. */
interface Parked {
  readonly work: Work;
  readonly correlation: string | undefined;
}

/**
 * The engine and its journal. A decision's records go into the journal at once, its effects wait until they are durable, in
 * order: nothing is sent, published or answered that a crash could make undone.
 */
export class OmsCore {
  /** Called after a commit, once its effects are out. */
  onDurable: (sequence: number) => void = () => undefined;
  /** Last record of earlier lives. */
  readonly openedSequence: number;
  private current: OrderEngine;
  private readonly journal: Journal;
  private readonly parked = new ParkedEffects<Parked>();
  /** Ways to take back what has not left for the broker, by clOrdId, while the order itself has not left. */
  private readonly parkedSends = new Map<string, (() => boolean)[]>();
  private lastParked = 0;
  private idle: (() => void)[] = [];
  private readonly holds: HoldTimer;
  private stopped = false;
  private closed = false;

  constructor(private readonly options: OmsCoreOptions) {
    // A replay brings back the limits that were in force last.
    const given = options.engine.risk.config;
    this.current = new OrderEngine(options.engine);
    this.holds = new HoldTimer(options.clock, () => void this.releaseHeld());
    this.journal = Journal.open({
      directory: options.directory,
      ...(options.lock === undefined ? {} : { lock: options.lock }),
      clock: options.clock,
      ...(options.renewEngine === undefined ? {} : { snapshots: this.snapshotUse(options.renewEngine) }),
      onRecord: (record) => this.replay(record),
      onDurable: (sequence) => this.release(sequence),
      onFailure: options.onFailure,
    });
    this.openedSequence = this.journal.lastSequence;
    this.lastParked = this.openedSequence;
    this.engine.released(this.journal.durableSequence);
    const { lastSequence, restoredSequence, epoch } = this.journal;
    options.log.info({ event: 'journal.replayed', records: lastSequence - restoredSequence, restoredSequence, epoch });
    this.perform((engine, nowUs) => engine.beginEpoch(this.journal.epoch, nowUs));
    this.perform((engine, nowUs) => engine.markUnknownAfterReplay(nowUs));
    this.startLimits(given);
  }

  get engine(): OrderEngine {
    return this.current;
  }

  get nowUs(): number {
    return this.options.clock.nowUs();
  }

  /** Last record of the snapshot that the state began with; 0 when all was replayed. */
  get restoredSequence(): number {
    return this.journal.restoredSequence;
  }

  /** Everything up to here had been published by earlier lives; undefined where that was never written down. */
  get publishedSequence(): number | undefined {
    return this.journal.publishedSequence;
  }

  /** Everything up to `through` is published: written down, a little later. */
  published(through: number): void {
    this.journal.published(through);
  }

  /** Archives hold everything up to `through`. */
  archived(through: number): void {
    this.journal.archived(through);
  }

  get durableSequence(): number {
    return this.journal.durableSequence;
  }

  /** False while the journal is behind: commands are refused as OMS_BUSY until it has caught up. */
  get accepting(): boolean {
    return this.journal.accepting;
  }

  /** Applies one decision: journals its records and parks its effects. Throws once the core is closed. */
  perform(decide: (engine: OrderEngine, nowUs: number) => Decision): Decision {
    if (this.closed) throw new Error('the core is closed');
    try {
      const decision = decide(this.engine, this.nowUs);
      for (const record of decision.records) {
        this.journal.append(record.sequence, RECORD_TYPE[record.type], encodeRecord(record));
      }
      for (const effect of decision.effects) this.park(effect);
      this.holds.next(this.engine.nextReleaseUs);
      return decision;
    } catch (error) {
      // The engine may have changed without a record: every later one would be journaled onto a state that no replay gives.
      // The journal tells of its own failures itself.
      if (!(error instanceof JournalError))
        this.options.onFailure(new JournalError('JOURNAL_WRITE', `a decision broke off: ${(error as Error).message}`));
      throw error;
    }
  }

  /** New market prices. What a loss then asks for is done before anything else; after `stop` the next start does it. */
  mark(instrument: Instrument, update: MarkUpdate, us: number): void {
    if (this.engine.onMark(instrument, update, us) && !this.stopped)
      this.perform((engine, nowUs) => engine.settleRisk(nowUs));
  }

  /**
   * A command of a trader: resolves with its reply once that is durable. Rejects with OMS_BUSY when the journal is behind,
   * with OMS_STOPPED after `stop`.
   */
  command(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<Reply> {
    if (!this.accepting)
      return Promise.reject(new CodedRpcException('OMS_BUSY', 'the journal is behind; repeat with the same commandId'));
    return this.answer(() => {
      this.checkRunning();
      const { reply } = this.perform(decide);
      if (reply === undefined) throw new Error('the engine did not reply to a command');
      return reply;
    });
  }

  /** A list of orders, as `command`. */
  list(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<ListReply> {
    if (!this.accepting)
      return Promise.reject(new CodedRpcException('OMS_BUSY', 'the journal is behind; repeat with the same commandId'));
    return this.answer(() => {
      this.checkRunning();
      const { list } = this.perform(decide);
      if (list === undefined) throw new Error('the engine did not answer a list');
      return list;
    });
  }

  /** A command of control, taken also when the journal is behind: a kill must not wait for room. */
  control(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<ControlReply> {
    return this.answer(() => {
      this.checkRunning();
      const { control } = this.perform(decide);
      if (control === undefined) throw new Error('the engine did not reply to a control command');
      return control;
    });
  }

  /**
   * Ends holds of internal crossing that are due; also to be called when an account takes orders again. False when none
   * was: more than one call may be due at a time.
   */
  releaseHeld(): boolean {
    const { nextReleaseUs } = this.engine;
    if (this.stopped || nextReleaseUs === undefined) return false;
    if (nextReleaseUs <= this.nowUs)
      return this.perform((engine, nowUs) => engine.releaseHeld(nowUs)).records.length > 0;
    this.holds.next(nextReleaseUs);
    return false;
  }

  /** What `look` sees of the engine, once nothing of it can be made undone: an answer is not to tell of what a crash takes back. */
  read<T>(look: (engine: OrderEngine) => T): Promise<T> {
    return this.answer(() => ({ sequence: this.engine.lastSequence, seen: look(this.engine) })).then(
      ({ seen }) => seen,
    );
  }

  /** Resolves when everything applied so far is durable and its effects are out, and theirs as well. */
  quiet(): Promise<void> {
    if (this.parked.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** Commands are refused from now on: what they would send finds no broker any more. What was taken is finished. */
  stop(): void {
    this.stopped = true;
    this.holds.close();
  }

  close(): Promise<void> {
    this.stop();
    this.closed = true;
    return this.journal.close();
  }

  private snapshotUse(renew: () => EngineOptions): SnapshotUse {
    const { log, outputs } = this.options;
    return {
      application: APPLICATION,
      restore: (bytes, sequence) => {
        const restored = this.current.restore(bytes);
        if (restored.ok) outputs.restored?.(sequence);
        else this.current = new OrderEngine(renew());
        return restored.ok ? undefined : restored.refusal.message;
      },
      passedOver: (file, reason) => log.warn({ event: 'journal.snapshot_passed_over', file, reason }),
    };
  }

  private startLimits(given: RiskConfig): void {
    const started = this.engine.startLimits(given, this.options.builtInLimits ?? true, this.nowUs);
    if (!started.ok) {
      void this.journal.close();
      throw new ConfigError([`RISK_FILE: ${started.refusal.message}`]);
    }
    this.perform(() => started.value);
    const { version } = this.engine.limits;
    this.options.log.info({ event: 'risk.limits_in_force', version, given: given.version });
  }

  private checkRunning(): void {
    if (this.stopped) throw new CodedRpcException('OMS_STOPPED', 'the OMS stops; repeat with the same commandId');
  }

  private answer<T extends { readonly sequence: number }>(make: () => T): Promise<T> {
    return new Promise((resolve) => {
      const value = make();
      const run = (): void => resolve(value);
      // A duplicate's outcome was durable long ago; anything newer waits its turn behind the effects before it.
      if (value.sequence <= this.journal.durableSequence) run();
      else this.park({ kind: 'answer', sequence: value.sequence, run });
    });
  }

  private park(effect: Work): void {
    if (effect.kind === 'unsend') {
      for (const takeBack of this.parkedSends.get(effect.clOrdId) ?? []) takeBack();
      this.parkedSends.delete(effect.clOrdId);
      return;
    }
    this.lastParked = Math.max(this.lastParked, effect.sequence);
    const takeBack = this.parked.park(this.lastParked, { work: effect, correlation: currentCorrelation() });
    if (effect.kind === 'send') this.parkedSends.set(effect.order.clOrdId, [takeBack]);
    else if (effect.kind === 'cancel' || effect.kind === 'replace') {
      this.parkedSends.get(effect.order.clOrdId)?.push(takeBack);
    }
  }

  private release(durable: number): void {
    this.engine.released(durable);
    this.parked.release(durable, ({ work, correlation }) => {
      if (correlation === undefined) this.run(work);
      else withCorrelation(correlation, () => this.run(work));
    });
    this.onDurable(durable);
    if (this.parked.size > 0) return;
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve();
  }

  private run(effect: Work): void {
    const { outputs } = this.options;
    switch (effect.kind) {
      case 'send':
        this.parkedSends.delete(effect.order.clOrdId);
        return outputs.send(effect);
      case 'cancel':
        return outputs.cancel(effect);
      case 'replace':
        return outputs.replace(effect);
      case 'event':
        return outputs.event(effect);
      case 'risk':
        return outputs.risk(effect);
      case 'answer':
        return effect.run();
      case 'unsend':
        return undefined;
    }
  }

  private replay(record: JournalRecord): void {
    const decoded = decodeRecord(record.payload);
    const applied = decoded.ok ? this.engine.replay(decoded.value) : decoded;
    if (!applied.ok) {
      const code = applied.refusal.code === 'JOURNAL_VERSION' ? 'JOURNAL_VERSION' : 'JOURNAL_CORRUPT';
      throw new JournalError(code, `record ${record.sequence}: ${applied.refusal.message}`);
    }
    if (applied.value !== undefined) this.options.outputs.replayed(applied.value);
  }
}
