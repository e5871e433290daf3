import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { formatNanos } from '@bourseworks/domain';
import { instrumentToShape } from '@bourseworks/dto/shapes';
import { ReadinessRegistry } from '@bourseworks/observability';
import { Clock, EventLog, type Timer } from '@bourseworks/ports';
import { MarketDataConfig } from '../config/market-data-config.js';
import type { BookAt, EncodedBatch } from '../live/live-protocol.js';
import type { StreamKey } from '../live/registry/stream-key.js';
import { refusalOf } from '../threads/refusal-of.js';
import { SupervisedThread } from '../threads/supervised-thread.js';
import { ThreadSources } from '../threads/thread-sources.js';
import type { FromRecorder, RecordedStreamOf, RecorderTally, ToRecorder } from './recorder-protocol.js';
import { StreamPatterns } from './stream-patterns.js';

/** Messages that the thread has not taken yet; what comes beyond it is not recorded. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** A book that has just been opened has no snapshot yet. */
const BOOK_TRIES = 50;
const BOOK_PAUSE_US = 200_000;
/** How long the beginning of the thread is waited for, and when the service stops the end of the segments. */
const WAIT_US = 10_000_000;
const BYTES_PER_MB = 1_048_576;

/** What of one stream is recorded. */
export interface RecordedFeed {
  batch(batch: EncodedBatch, epoch: number): void;
  /** Items got their sequences and never came. */
  hole(): void;
  close(): void;
}

interface Recording {
  readonly of: RecordedStreamOf;
  readonly snapshot: () => Promise<BookAt>;
}

type Counts = { -readonly [Name in keyof RecorderTally]: number };

/**
 * Records the streams that RECORD_STREAMS names, in a thread of its own. It never holds up what it records: what the thread does
 * not take in time, or the disk refuses, is counted and missing in the recording.
 */
@Injectable()
export class Recorder implements OnModuleInit, OnApplicationShutdown {
  readonly counts: Counts = { items: 0, lost: 0, points: 0, lostPoints: 0, bytes: 0 };
  private readonly patterns: StreamPatterns;
  private readonly recordings = new Map<number, Recording>();
  private readonly thread: SupervisedThread<ToRecorder, FromRecorder>;
  private numbers = 0;
  private waitingBytes = 0;
  /** Why nothing is written at the moment. */
  private problem: string | undefined;
  private up: () => void = () => undefined;
  private ended: () => void = () => undefined;

  constructor(
    config: MarketDataConfig,
    sources: ThreadSources,
    readiness: ReadinessRegistry,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.patterns = new StreamPatterns(config.recordStreams);
    const root = join(config.dataDir, 'market-data', 'recordings');
    this.thread = new SupervisedThread({
      name: 'recorder',
      url: new URL('./recorder.worker.js', import.meta.url),
      data: { ...sources.withRecorded(config), recorder: { root, maxBytes: config.recordMaxMb * BYTES_PER_MB } },
      clock,
      log,
      onMessage: (message) => this.onMessage(message),
      onUp: () => this.onUp(),
      onDown: (reason) => this.onState(`its thread ended: ${reason}`),
    });
    // Without it the streams go on: it is told, and holds up nothing.
    readiness.register('recorder', () => ({ up: true, detail: { state: this.state, ...this.detail } }));
  }

  get state(): 'off' | 'recording' | 'stopped' {
    if (this.patterns.isEmpty) return 'off';
    return this.problem === undefined ? 'recording' : 'stopped';
  }

  /** Resolves when it can record: the first items of the first streams are to be there too. */
  async onModuleInit(): Promise<void> {
    if (this.patterns.isEmpty) return;
    await this.atMost((done) => {
      this.up = done;
      this.thread.start();
    });
  }

  /** When all streams have ended. */
  async onApplicationShutdown(): Promise<void> {
    if (this.thread.isUp) {
      await this.atMost((done) => {
        this.ended = done;
        this.thread.post({ type: 'end' });
      });
    }
    await this.thread.stop();
  }

  /** Undefined for a stream that is not recorded. */
  open(key: StreamKey, snapshot: () => Promise<BookAt>): RecordedFeed | undefined {
    const { topic, kind, adapter, venue, instrument, driven } = key;
    if (driven || !this.patterns.matches({ venue, symbol: instrument.symbol, kind })) return undefined;
    const stream = ++this.numbers;
    const of = { stream, topic, kind, adapter, instrument: instrumentToShape(instrument) };
    this.recordings.set(stream, { of, snapshot });
    this.thread.post({ type: 'open', ...of });
    return {
      batch: (batch, epoch) => this.batch(stream, batch, epoch),
      hole: () => void this.thread.post({ type: 'hole', stream }),
      close: () => {
        this.recordings.delete(stream);
        this.thread.post({ type: 'close', stream });
      },
    };
  }

  /** Resolves when it is done, or has taken too long. */
  private async atMost(begin: (done: () => void) => void): Promise<void> {
    let timer: Timer | undefined;
    await new Promise<void>((resolve) => {
      timer = this.clock.setTimer(WAIT_US, resolve);
      begin(resolve);
    });
    timer?.cancel();
  }

  private get detail(): object {
    const { problem, counts } = this;
    return this.patterns.isEmpty ? {} : { ...(problem && { reason: problem }), ...counts };
  }

  private batch(stream: number, { seq0, count, bytes }: EncodedBatch, epoch: number): void {
    const isFull = this.waitingBytes + bytes.length > MAX_WAITING_BYTES;
    if (!isFull && this.thread.post({ type: 'batch', stream, epoch, seq0, count, bytes })) {
      this.waitingBytes += bytes.length;
      return;
    }
    this.counts.lost += count;
    this.thread.post({ type: 'hole', stream });
  }

  private onMessage(message: FromRecorder): void {
    switch (message.type) {
      case 'taken':
        this.waitingBytes -= message.bytes;
        return undefined;
      case 'tally':
        return this.onTally(message);
      case 'book-wanted':
        return void this.sendBook(message.stream, BOOK_TRIES);
      case 'state':
        return this.onState(message.reason);
      case 'store-trouble':
        return this.log.warn({ event: 'recorder.store_off', code: message.code, reason: message.reason });
      case 'ended':
        return this.ended();
    }
  }

  private onTally({ items, lost, points, lostPoints, bytes }: RecorderTally): void {
    const { counts } = this;
    counts.items += items;
    counts.lost += lost;
    counts.points += points;
    counts.lostPoints += lostPoints;
    counts.bytes = bytes;
  }

  private onUp(): void {
    this.waitingBytes = 0;
    this.onState(undefined);
    this.up();
    for (const { of } of this.recordings.values()) {
      this.thread.post({ type: 'open', ...of });
      this.thread.post({ type: 'hole', stream: of.stream });
    }
  }

  private onState(problem: string | undefined): void {
    if (problem !== undefined) this.log.error({ event: 'recorder.stopped', reason: problem });
    else if (this.problem !== undefined) this.log.info({ event: 'recorder.resumed' });
    this.problem = problem;
  }

  private async sendBook(stream: number, tries: number): Promise<void> {
    const recording = this.recordings.get(stream);
    if (recording === undefined) return;
    try {
      const { epoch, sequence, book } = await recording.snapshot();
      const line = JSON.stringify({ received: formatNanos(this.clock.nowUs()), epoch, sequence, book });
      this.thread.post({ type: 'book', stream, epoch, sequence, bytes: new TextEncoder().encode(line) });
    } catch (error) {
      if (tries > 1) this.clock.setTimer(BOOK_PAUSE_US, () => void this.sendBook(stream, tries - 1));
      else this.log.warn({ event: 'recorder.no_book', topic: recording.of.topic, reason: refusalOf(error).message });
    }
  }
}
