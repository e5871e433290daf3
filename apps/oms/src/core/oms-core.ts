import type { Instrument } from '@bourseworks/domain';
import { ConfigError } from '@bourseworks/observability';
import type { MarkUpdate, RiskConfig } from '@bourseworks/risk';
import { CodedRpcException } from '@bourseworks/solace-transport';
import { Journal, JournalError, type JournalRecord, type ShardLock, type SnapshotUse } from '@bourseworks/journal';
import {
  decodeRecord,
  Decision,
  encodeRecord,
  OrderEngine,
  RECORD_TYPE,
  type ControlReply,
  type EngineOptions,
  type ListReply,
  type Reply,
} from '@bourseworks/order-engine';
import type { EventLog } from '@bourseworks/ports';
import { APPLICATION } from '../journal/replica.js';
import { HoldTimer } from './hold-timer.js';
import type { OmsClock } from './oms-clock.js';
import { ParkedWork, type OmsOutputs } from './parked-work.js';

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
  /**
   * Called once: the journal failed, nothing after `durableSequence` is done or ever will be. With a `cause` the software broke
   * instead: what it holds in memory is not to be trusted.
   */
  readonly onFailure: (error: JournalError, durableSequence: number) => void;
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
  private readonly parked: ParkedWork;
  private idle: ((durable: boolean) => void)[] = [];
  private readonly holds: HoldTimer;
  private stopped = false;
  private closed = false;
  private failed: JournalError | undefined;

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
      onFailure: (error) => this.fail(error),
    });
    this.openedSequence = this.journal.lastSequence;
    this.parked = new ParkedWork(options.outputs, this.openedSequence);
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

  /** Why nothing is decided, sent, published or answered any more; undefined while the journal works. */
  get failure(): JournalError | undefined {
    return this.failed;
  }

  /** False while the journal is behind: commands are refused as OMS_BUSY until it has caught up. */
  get accepting(): boolean {
    return this.journal.accepting;
  }

  /**
   * Applies one decision: journals its records and parks its effects. Decides nothing once the journal has failed, which was
   * told then: whoever comes later, a timer or a venue, is not to end the process in the middle of its stop. Throws once the
   * core is closed.
   */
  perform(decide: (engine: OrderEngine, nowUs: number) => Decision): Decision {
    if (this.closed) throw new Error('the core is closed');
    if (this.failed !== undefined) return new Decision();
    try {
      const decision = decide(this.engine, this.nowUs);
      for (const record of decision.records) {
        this.journal.append(record.sequence, RECORD_TYPE[record.type], encodeRecord(record));
      }
      for (const effect of decision.effects) this.parked.park(effect);
      this.holds.next(this.engine.nextReleaseUs);
      return decision;
    } catch (error) {
      // The journal tells of its own failures itself.
      if (error instanceof JournalError) return new Decision();
      // The engine may have changed without a record: every later one would be journaled onto a state that no replay gives.
      const what = `a decision broke off: ${(error as Error).message}`;
      this.fail(new JournalError('JOURNAL_WRITE', what, { cause: error }));
      throw error;
    }
  }

  /** New market prices. What a loss then asks for is done before anything else; after `stop` the next start does it. */
  /** The venue has halted trading of an instrument, or reinstated it. */
  halt(instrument: Instrument, halted: boolean): void {
    this.mark(instrument, { halted }, this.options.clock.nowUs());
  }

  mark(instrument: Instrument, update: MarkUpdate, us: number): void {
    if (this.engine.onMark(instrument, update, us) && !this.stopped)
      this.perform((engine, nowUs) => engine.settleRisk(nowUs));
  }

  /**
   * A command of a trader: resolves with its reply once that is durable. Rejects with OMS_BUSY when the journal is behind, with
   * OMS_STOPPED after `stop` or a failure of the journal: then it was not looked at. With JOURNAL_WRITE when the journal fails
   * before the reply is durable: whether the command is written down only the next start can tell.
   */
  command(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<Reply> {
    return this.answer(() => {
      this.checkRunning();
      this.checkRoom();
      return this.decided(this.perform(decide).reply);
    });
  }

  /** A list of orders, as `command`. */
  list(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<ListReply> {
    return this.answer(() => {
      this.checkRunning();
      this.checkRoom();
      return this.decided(this.perform(decide).list);
    });
  }

  /** A command of control, taken also when the journal is behind: a kill must not wait for room. */
  control(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<ControlReply> {
    return this.answer(() => {
      this.checkRunning();
      return this.decided(this.perform(decide).control);
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

  /**
   * What `look` sees of the engine, once nothing of it can be made undone: an answer is not to tell of what a crash takes back.
   * Rejects as `command` when the journal fails.
   */
  read<T>(look: (engine: OrderEngine) => T): Promise<T> {
    return this.answer(() => {
      this.checkJournal();
      return { sequence: this.engine.lastSequence, seen: look(this.engine) };
    }).then(({ seen }) => seen);
  }

  /** Gives what `look` sees to `use`, as `read` would: never, once the journal has failed. */
  show<T>(look: (engine: OrderEngine) => T, use: (seen: T) => void): void {
    void this.read(look).then(use, (error: unknown) => {
      if (this.failed === undefined) throw error;
    });
  }

  /**
   * Resolves to true when everything applied so far is durable and its effects are out, and theirs as well; to false once the
   * journal has failed.
   */
  quiet(): Promise<boolean> {
    if (this.failed !== undefined) return Promise.resolve(false);
    if (this.parked.size === 0) return Promise.resolve(true);
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
    this.checkJournal();
    if (this.stopped) throw new CodedRpcException('OMS_STOPPED', 'the OMS stops; repeat with the same commandId');
  }

  private checkJournal(): void {
    if (this.failed === undefined) return;
    throw new CodedRpcException('OMS_STOPPED', 'the journal failed, the OMS stops; repeat with the same commandId');
  }

  private checkRoom(): void {
    if (this.accepting) return;
    throw new CodedRpcException('OMS_BUSY', 'the journal is behind; repeat with the same commandId');
  }

  /** Nothing is decided when the journal fails at the very record of the decision. */
  private decided<T>(reply: T | undefined): T {
    if (reply !== undefined) return reply;
    throw this.failed === undefined ? new Error('the engine did not reply to a command') : notWritten();
  }

  private answer<T extends { readonly sequence: number }>(make: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const value = make();
      const run = (): void => resolve(value);
      // A duplicate's outcome was durable long ago; anything newer waits its turn behind the effects before it.
      if (value.sequence <= this.journal.durableSequence) run();
      else this.parked.park({ kind: 'answer', sequence: value.sequence, run, fail: reject });
    });
  }

  /** Nothing that waits for the disk leaves any more. Who waits for an answer is told that there is none. */
  private fail(error: JournalError): void {
    if (this.failed !== undefined) return;
    this.failed = error;
    this.holds.close();
    this.parked.abandon(notWritten());
    for (const resolve of this.idle.splice(0)) resolve(false);
    this.options.onFailure(error, this.journal.durableSequence);
  }

  private release(durable: number): void {
    // Also what the disk still took: the next start asks the brokers about it.
    if (this.failed !== undefined) return;
    this.engine.released(durable);
    this.parked.release(durable);
    this.onDurable(durable);
    if (this.parked.size > 0) return;
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve(true);
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

function notWritten(): CodedRpcException {
  return new CodedRpcException(
    'JOURNAL_WRITE',
    'the journal failed: whether this was written down shows after the next start; repeat it with the same commandId',
  );
}
