import { startProcess, type LogLine, type StartedProcess } from '@bourseworks/testkit';
import { longestTogether, longestWithout, nowUs, type Span } from './times.js';

interface Connection extends Span {
  readonly stream: string;
  readonly pid: number;
}

/** Longer than any run. */
const FOR_EVER_MS = 2_000_000_000;

/** The venue's own account of who was connected when. */
export class Venue {
  private readonly connections = new Map<number, Connection>();

  private constructor(
    readonly port: number,
    private readonly process: StartedProcess,
  ) {
    // Each line is seen as it comes; nothing is awaited.
    process.waitFor((line) => this.take(line), FOR_EVER_MS).catch(() => undefined);
  }

  static async start(): Promise<Venue> {
    const process = startProcess({ entry: 'test/chaos/market-data/venue.process.js' });
    const { port } = await process.waitFor('venue.ready');
    return new Venue(port as number, process);
  }

  async stop(): Promise<void> {
    await this.process.kill();
  }

  /** Processes that are connected for a stream now. */
  owners(stream: string): number[] {
    return this.of(stream).flatMap(({ pid, toUs }) => (toUs === Infinity ? [pid] : []));
  }

  /** How many are connected, for whatever. */
  get open(): number {
    return [...this.connections.values()].filter(({ toUs }) => toUs === Infinity).length;
  }

  /** When somebody else than `pid` first connected for a stream after a time; undefined: not yet. */
  takenOverUs(stream: string, pid: number, afterUs: number): number | undefined {
    return this.of(stream).find((one) => one.pid !== pid && one.fromUs > afterUs)?.fromUs;
  }

  /** Longest time with two connections for one stream. */
  overlapUs(streams: readonly string[]): number {
    return Math.max(0, ...streams.map((stream) => longestTogether(this.of(stream), 2, nowUs())));
  }

  /** Longest time in which two processes had connections of one venue. */
  splitUs(venue: string): number {
    const all = [...this.connections.values()].filter(({ stream }) => stream.startsWith(`${venue}/`));
    const pids = [...new Set(all.map(({ pid }) => pid))];
    const each = pids.flatMap((pid) => united(all.filter((one) => one.pid === pid)));
    return longestTogether(each, 2, nowUs());
  }

  /** Longest time in which a stream was wanted and nobody connected for it. */
  noneUs(stream: string, wanted: readonly Span[]): number {
    return longestWithout(wanted, this.of(stream), nowUs());
  }

  private of(stream: string): Connection[] {
    return [...this.connections.values()].filter((one) => one.stream === stream);
  }

  private take({ event, id, stream, pid, us }: LogLine): boolean {
    if (event === 'opened')
      this.connections.set(id as number, {
        stream: stream as string,
        pid: pid as number,
        fromUs: us as number,
        toUs: Infinity,
      });
    const connection = this.connections.get(id as number);
    if (event === 'closed' && connection !== undefined) connection.toUs = us as number;
    return false;
  }
}

/** Spans without their overlaps. */
function united(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { fromUs, toUs } of spans.toSorted((a, b) => a.fromUs - b.fromUs)) {
    const last = result.at(-1);
    if (last !== undefined && fromUs <= last.toUs) last.toUs = Math.max(last.toUs, toUs);
    else result.push({ fromUs, toUs });
  }
  return result;
}
