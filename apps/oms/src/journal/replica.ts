import { refuse } from '@bourseworks/domain';
import { JournalError, restoreNewest, type JournalReader } from '@bourseworks/journal';
import { decodeRecord, OrderEngine, SNAPSHOT_VERSION, type OrderEvent } from '@bourseworks/order-engine';
import type { AccountConfig } from '@bourseworks/portfolio';
import { RiskEngine, type RiskConfig } from '@bourseworks/risk';
import { PerformanceBook } from '../figures/performance-book.js';
import { StreamEnds } from './stream-ends.js';

/** Raised when what the OMS adds to a snapshot of the engine changes. */
const PARTS_VERSION = 1;

/** Names what wrote a snapshot; another one is not read. */
export const APPLICATION = `oms-${PARTS_VERSION}.${SNAPSHOT_VERSION}`;

/** What the state depends on beside the records; can be handed to a thread. */
export interface ReplicaData {
  readonly directory: string;
  readonly environment: string;
  readonly accounts: readonly AccountConfig[];
  readonly risk: RiskConfig;
}

/** An engine that lives through the journal again, apart from the one that trades: for snapshots, old events, verification. */
export class Replica {
  readonly engine: OrderEngine;
  private readonly streams = new StreamEnds();

  constructor(data: ReplicaData) {
    const performance = new PerformanceBook(data.accounts);
    this.engine = new OrderEngine({
      environment: data.environment,
      accounts: data.accounts,
      risk: new RiskEngine(data.risk),
      onFill: performance.onFill,
      extras: { performance, streams: this.streams },
      routes: { find: () => refuse('ADAPTER_UNKNOWN', 'a replica routes nothing') },
      instruments: { find: () => undefined },
    });
  }

  /** One that begins with the newest snapshot that covers nothing after `throughSequence`, or with nothing. */
  static restored(data: ReplicaData, reader: JournalReader, throughSequence: number): Replica {
    let replica = new Replica(data);
    const restore = (bytes: Uint8Array): string | undefined => {
      const restored = replica.engine.restore(bytes);
      if (restored.ok) return undefined;
      replica = new Replica(data);
      return restored.refusal.message;
    };
    restoreNewest(
      data.directory,
      reader,
      { application: APPLICATION, restore, passedOver: () => undefined },
      throughSequence,
    );
    return replica;
  }

  /**
   * Applies the records that follow and gives their events.
   * @throws JournalError JOURNAL_CORRUPT for a record that cannot be read or does not give the result it gave before
   */
  *replay(reader: JournalReader, throughSequence: number): Generator<OrderEvent> {
    for (const { sequence, payload } of reader.records(this.engine.lastSequence, throughSequence)) {
      const decoded = decodeRecord(payload);
      const applied = decoded.ok ? this.engine.replay(decoded.value) : decoded;
      if (!applied.ok) throw new JournalError('JOURNAL_CORRUPT', `record ${sequence}: ${applied.refusal.message}`);
      if (applied.value === undefined) continue;
      this.streams.note(applied.value);
      yield applied.value;
    }
  }

  /** The same, without the events; returns how many records there were. */
  catchUp(reader: JournalReader, throughSequence: number): number {
    const before = this.engine.lastSequence;
    for (const _ of this.replay(reader, throughSequence));
    return this.engine.lastSequence - before;
  }
}
