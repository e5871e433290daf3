import { Worker } from 'node:worker_threads';
import type { Archived } from '@bourseworks/journal';
import type { Metrics } from '@bourseworks/observability';
import type { Clock, EventLog } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import type { MadeSnapshot } from './make-snapshot.js';
import type { ReplicaData } from './replica.js';

/** What a worker is started with. */
export interface SnapshotTask {
  readonly data: ReplicaData;
  readonly throughSequence: number;
  /** Whether what lies before the last but one snapshot is archived afterwards. */
  readonly archive: boolean;
}

export type SnapshotReply =
  | (MadeSnapshot & {
      readonly ok: true;
      readonly archived?: Archived | undefined;
      /** Why what was to be archived stays in the journal. */
      readonly archiveFailed?: string;
    })
  | { readonly ok: false; readonly reason: string };

export interface SnapshotsOptions {
  /** Records between two snapshots; 0 = none are made. */
  readonly everyRecords: number;
  readonly archive: boolean;
}

/** With fewer new records a start is quick without one: a stop does not wait for it. */
const WORTH_IT_AT_STOP = 10_000;
/** A stop waits no longer: the last snapshot does as well, and the next start takes a little longer. */
const STOP_TIMEOUT_US = 4_000_000;

type Core = Pick<OmsCore, 'durableSequence' | 'restoredSequence' | 'archived' | 'onDurable' | 'failure'>;

/**
 * Keeps snapshots of the state up to date: a thread of its own restores the last one, lives through the records since and
 * writes the next. The thread that trades does nothing for it. One that fails is told of and tried again after as many
 * records more; the journal has everything.
 */
export class Snapshots {
  private running: Promise<void> | undefined;
  private worker: Worker | undefined;
  private covered: number;
  private tried: number;
  private closed = false;
  private readonly made;
  private readonly failed;

  constructor(
    private readonly core: Core,
    private readonly data: ReplicaData,
    private readonly clock: Clock,
    private readonly log: EventLog,
    metrics: Metrics,
    private readonly options: SnapshotsOptions,
  ) {
    this.covered = core.restoredSequence;
    this.tried = core.restoredSequence;
    this.made = metrics.counter('bourseworks_oms_snapshots_total', 'Snapshots written');
    this.failed = metrics.counter('bourseworks_oms_snapshots_failed_total', 'Snapshots that could not be written');
    const behind = metrics.gauge('bourseworks_oms_snapshot_behind_records', 'Records that no snapshot covers');
    const archived = metrics.gauge('bourseworks_oms_archived_sequence', 'Last record that was moved into an archive');
    this.show = (through) => {
      behind.set(this.core.durableSequence - this.covered);
      if (through !== undefined) archived.set(through);
    };
    core.onDurable = (sequence) => this.onDurable(sequence);
  }

  private readonly show: (archivedThrough?: number) => void;

  /** Resolves when the snapshot after what is durable now is there, or could not be made; joins one that is on its way. */
  make(): Promise<void> {
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  /** The last snapshot, if it saves the next start some time; bounded. */
  async close(): Promise<void> {
    this.closed = true;
    // What a disk that fails still takes, or says that it took, is not worth a wait.
    if (this.core.failure !== undefined) return void (await this.worker?.terminate());
    const { everyRecords } = this.options;
    const worth = everyRecords > 0 && this.core.durableSequence - this.covered >= WORTH_IT_AT_STOP;
    const last = this.running ?? (worth ? this.make() : undefined);
    if (last === undefined) return;
    const late = new Promise<void>((resolve) => {
      const timer = this.clock.setTimer(STOP_TIMEOUT_US, resolve);
      void last.then(() => timer.cancel());
    });
    await Promise.race([last, late]);
    await this.worker?.terminate();
  }

  private onDurable(sequence: number): void {
    const { everyRecords } = this.options;
    this.show();
    if (this.closed || everyRecords === 0 || this.running !== undefined) return;
    if (sequence - this.tried >= everyRecords) void this.make();
  }

  private async run(): Promise<void> {
    const startedUs = this.clock.monotonicUs();
    const throughSequence = this.core.durableSequence;
    this.tried = throughSequence;
    const reply = await this.reply({ data: this.data, throughSequence, archive: this.options.archive });
    if (!reply.ok) {
      this.failed.inc();
      this.log.warn({ event: 'journal.snapshot_failed', sequence: throughSequence, reason: reply.reason });
      return;
    }
    const { sequence, bytes, replayed, archived, archiveFailed } = reply;
    this.covered = sequence;
    this.made.inc();
    const ms = Math.round((this.clock.monotonicUs() - startedUs) / 1_000);
    this.log.info({ event: 'journal.snapshot', sequence, bytes, replayed, ms });
    if (archiveFailed !== undefined) this.log.warn({ event: 'journal.archive_failed', reason: archiveFailed });
    if (archived !== undefined) {
      const { first, last, records } = archived;
      this.log.info({ event: 'journal.archived', first, last, records });
      this.core.archived(last);
    }
    this.show(archived?.last);
  }

  private reply(task: SnapshotTask): Promise<SnapshotReply> {
    return new Promise((resolve) => {
      const worker = new Worker(new URL('./snapshot.worker.js', import.meta.url), { workerData: task });
      this.worker = worker;
      worker.once('message', resolve);
      worker.once('error', (error) => resolve({ ok: false, reason: error.message }));
      worker.once('exit', (code) => resolve({ ok: false, reason: `the thread ended with code ${code}` }));
    });
  }
}
