import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  instrumentToShape,
  type ReplayDoneShape,
  type ReplayStartReplyShape,
  type ReplayStatusShape,
  type ReplayStreamShape,
} from '@bourseworks/dto/shapes';
import { DomainError, ok, refuse, type Result } from '@bourseworks/domain';
import { Clock, EventLog } from '@bourseworks/ports';
import { MarketDataConfig } from '../config/market-data-config.js';
import { LiveService } from '../live/live.service.js';
import type { StreamKey } from '../live/registry/stream-key.js';
import { ThreadSources } from '../threads/thread-sources.js';
import { refusalOf } from '../threads/refusal-of.js';
import { ReplayBus } from './replay-bus.js';
import { ReplayReader } from './replay-reader.js';
import { ReplayRun } from './replay-run.js';

export interface ReplayStart {
  readonly run: string;
  readonly members: readonly string[];
  readonly fromUs: number;
  readonly toUs: number;
  readonly speed: 'lock-step' | number;
}

/** Runs whose status can still be asked for. */
const MAX_RUNS = 100;

/** Replays over the streams that were requested of a driven adapter. One runs at a time: they would share the topics. */
@Injectable()
export class ReplayService implements BeforeApplicationShutdown {
  private readonly runs = new Map<string, ReplayRun>();
  private starting = false;
  private conducting: Promise<void> = Promise.resolve();
  /** Of the run that is starting or running. */
  private reader: ReplayReader | undefined;

  constructor(
    private readonly live: LiveService,
    private readonly bus: ReplayBus,
    private readonly sources: ThreadSources,
    private readonly config: MarketDataConfig,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  status(run: string): Result<ReplayStatusShape> {
    const known = this.runs.get(run);
    return known === undefined ? refuse('REPLAY_STATE', 'no such run', { run }) : ok(known.status());
  }

  done(done: ReplayDoneShape): void {
    this.runs.get(done.run)?.done(done);
  }

  /** Counts the steps, then begins. Refuses REPLAY_STATE, HISTORY_RANGE_INVALID, HISTORY_NOT_FOUND, what the data say. */
  async start(start: ReplayStart): Promise<Result<ReplayStartReplyShape>> {
    const refusal = this.refuses(start);
    if (refusal !== undefined) return refusal;
    this.starting = true;
    try {
      return await this.begin(start);
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    } finally {
      this.starting = false;
    }
  }

  /** Members hear that the run is over while the bus is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const run of this.runs.values()) run.stop({ code: 'REPLAY_STATE', message: 'the market-data service stops' });
    // A run that waits for a slow file would hold the shutdown for as long.
    await this.reader?.close();
    await this.conducting;
  }

  private refuses({ run, members, fromUs, toUs, speed }: ReplayStart): Result<never> | undefined {
    const running = [...this.runs.entries()].find(([, each]) => each.running)?.[0];
    if (this.starting || running !== undefined)
      return refuse('REPLAY_STATE', 'a replay is running', { run: running ?? '' });
    if (this.runs.has(run)) return refuse('REPLAY_STATE', 'a run of this name is over; choose another', { run });
    if (!(fromUs < toUs)) return refuse('HISTORY_RANGE_INVALID', 'from must be before to');
    if (speed === 'lock-step' && members.length === 0) return refuse('BAD_REQUEST', 'a lock-step replay needs members');
    if (this.driven().length === 0) return refuse('REPLAY_STATE', 'no stream of a replay adapter was requested');
    return undefined;
  }

  private async begin({ run, members, fromUs, toUs, speed }: ReplayStart): Promise<Result<ReplayStartReplyShape>> {
    const keys = this.driven();
    const pins = keys.map((key) => this.live.pin(key.topic));
    const sources = keys.map(({ adapter, instrument, kind }) => ({ adapter, instrument, kind }));
    const reader = new ReplayReader(this.sources.data, { sources, fromUs, toUs });
    this.reader = reader;
    const release = async (): Promise<void> => {
      await reader.close();
      for (const unpin of pins) unpin();
    };
    try {
      const steps = await reader.steps();
      if (steps === 0)
        throw new DomainError({ code: 'HISTORY_NOT_FOUND', message: 'no data of these streams in the range' });
      const streams = keys.map(({ topic, kind, instrument }): ReplayStreamShape => ({
        topic,
        kind,
        instrument: instrumentToShape(instrument),
      }));
      this.launch({ run, members, fromUs, toUs, speed }, streams, steps, reader, release);
      return ok({ run, streams: streams.map((stream) => stream.topic), steps });
    } catch (error) {
      await release();
      throw error;
    }
  }

  private launch(
    { run, members, fromUs, speed }: ReplayStart,
    streams: readonly ReplayStreamShape[],
    steps: number,
    reader: ReplayReader,
    release: () => Promise<void>,
  ): void {
    const { clock, log, bus: outlet } = this;
    const memberTimeoutUs = this.config.replayMemberTimeoutS * 1_000_000;
    const replay = new ReplayRun({
      run,
      members,
      speed,
      fromUs,
      streams,
      steps,
      read: reader.read(),
      outlet,
      clock,
      log,
      memberTimeoutUs,
    });
    this.runs.set(run, replay);
    for (const oldest of this.runs.keys()) {
      if (this.runs.size <= MAX_RUNS) break;
      this.runs.delete(oldest);
    }
    this.conducting = this.conduct(replay, release);
  }

  private async conduct(replay: ReplayRun, release: () => Promise<void>): Promise<void> {
    await replay.execute();
    await release();
  }

  /** In the order of their topics: the order of a run must not depend on who asked first. */
  private driven(): StreamKey[] {
    return this.live.drivenKeys().toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
  }
}
