import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import { COUNTED_SYMBOLS } from './counted-market-data.js';
import type { Life } from './life.js';
import { nowUs } from './times.js';

export const STREAMS: readonly string[] = ['many', 'one'].flatMap((venue) =>
  COUNTED_SYMBOLS.map((symbol) => `${venue}/${symbol}`),
);

/** Of an instance (apps/market-data/src/live/registry/instance-lease.ts): what its streams may overlap with the next owner's. */
export const LEASE_US = 5_000_000;

/** A process that stands still longer would hold its connections longer than a lease into the time of the next owner. */
const SHORTEST_STOP_MS = 1_000;
const LONGEST_STOP_MS = 8_000;
const MOST_JOINING = 6;
const MOST_WAITING_MS = 400;
const SETTLED_MS = 60_000;

export interface Outcome {
  readonly kills: number;
  readonly stops: number;
  readonly takeoverUs: number[];
  readonly faults: string[];
}

interface Fault {
  readonly pid: number;
  readonly atUs: number;
  readonly owned: readonly string[];
}

/** One fault after the other, in the middle of requests that race each other; after each, all must be well again. */
export class Rounds {
  private kills = 0;
  private stops = 0;
  private readonly takeoverUs: number[] = [];
  private readonly faults: string[] = [];

  constructor(
    private readonly life: Life,
    private readonly rng: Rng,
  ) {}

  async run(count: number): Promise<Outcome> {
    const { crowd } = this.life;
    await Promise.all(STREAMS.flatMap((stream) => [crowd.add(stream), crowd.add(stream)]));
    await this.settle();
    for (let round = 0; round < count; round++) await this.round();
    await this.checkEnd();
    const { kills, stops, takeoverUs } = this;
    return {
      kills,
      stops,
      takeoverUs,
      faults: [...this.faults, ...this.life.crowd.faults, ...this.life.instances.faults],
    };
  }

  private async round(): Promise<void> {
    const { rng } = this;
    const comings = this.comeAndGo();
    await sleep(rng.integer(MOST_WAITING_MS));
    if (rng.integer(2) === 0) await this.kill();
    else await this.standStill();
    await comings;
    await this.settle();
  }

  /** Many ask for the same streams at once; of those that are there some leave, at times the last one. */
  private async comeAndGo(): Promise<void> {
    const { crowd } = this.life;
    const work = STREAMS.flatMap((stream) => {
      const leaving = this.rng.integer(crowd.count(stream) + 2);
      const joining = this.rng.integer(MOST_JOINING);
      const afterMs = this.rng.integer(MOST_WAITING_MS);
      const leave = sleep(afterMs).then(() => crowd.remove(stream, leaving));
      return [leave, ...Array.from({ length: joining }, () => crowd.add(stream))];
    });
    await Promise.all(work);
  }

  private async kill(): Promise<void> {
    const { instances } = this.life;
    const fault = this.choose();
    this.kills++;
    await instances.kill(fault.pid);
    const started = instances.start();
    await this.measure(fault);
    await started;
  }

  private async standStill(): Promise<void> {
    const { instances } = this.life;
    const fault = this.choose();
    const ms = SHORTEST_STOP_MS + this.rng.integer(LONGEST_STOP_MS - SHORTEST_STOP_MS);
    this.stops++;
    instances.signal(fault.pid, 'SIGSTOP');
    await sleep(ms);
    instances.signal(fault.pid, 'SIGCONT');
    for (const stream of fault.owned) this.note(stream, fault);
  }

  /** An owner as a rule. */
  private choose(): Fault {
    const { venue, instances } = this.life;
    const pids = instances.pids();
    const owners = pids.filter((pid) => STREAMS.some((stream) => venue.owners(stream).includes(pid)));
    const from = owners.length > 0 && this.rng.integer(5) > 0 ? owners : pids;
    const pid = from[this.rng.integer(from.length)];
    if (pid === undefined) throw new Error('no instance is left');
    const owned = STREAMS.filter((stream) => venue.owners(stream).includes(pid));
    return { pid, atUs: nowUs(), owned };
  }

  /** Waits until the streams of a dead instance are there again, if they are wanted for so long. */
  private async measure(fault: Fault): Promise<void> {
    const { venue, crowd } = this.life;
    await Promise.all(
      fault.owned.map(async (stream) => {
        const isOver = (): boolean =>
          venue.takenOverUs(stream, fault.pid, fault.atUs) !== undefined || crowd.count(stream) === 0;
        await eventually(isOver, { timeoutMs: SETTLED_MS }).catch(() =>
          this.faults.push(`${stream} was not taken over`),
        );
        this.note(stream, fault);
      }),
    );
  }

  private note(stream: string, { pid, atUs }: Fault): void {
    const takenUs = this.life.venue.takenOverUs(stream, pid, atUs);
    const spans = this.life.crowd.spans(stream);
    // Wanted all the while: else it was opened anew for somebody who came later.
    const wanted = spans.some(({ fromUs, toUs }) => fromUs <= atUs && takenUs !== undefined && takenUs <= toUs);
    if (takenUs !== undefined && wanted) this.takeoverUs.push(takenUs - atUs);
  }

  /** Each wanted stream has one owner, and those of the venue with one connection have the same. */
  private async settle(): Promise<void> {
    const { crowd, venue } = this.life;
    const problem = (): string | undefined => {
      const wanted = crowd.streams();
      const bad = wanted.find((stream) => venue.owners(stream).length !== 1);
      if (bad !== undefined) return `${bad} has ${venue.owners(bad).length} connections`;
      const ones = wanted.filter((stream) => stream.startsWith('one/')).flatMap((stream) => venue.owners(stream));
      return new Set(ones).size > 1 ? 'the venue of one connection has several owners' : undefined;
    };
    await eventually(() => problem() === undefined, { timeoutMs: SETTLED_MS, everyMs: 50 }).catch(() =>
      this.faults.push(problem() ?? 'it took too long to settle'),
    );
  }

  /** When nobody wants anything any more, all connections go. */
  private async checkEnd(): Promise<void> {
    const { crowd, venue } = this.life;
    await crowd.removeAll();
    await eventually(() => venue.open === 0, { timeoutMs: SETTLED_MS, everyMs: 50 }).catch(() =>
      this.faults.push(`${venue.open} connections are open though nobody wants them`),
    );
  }
}
