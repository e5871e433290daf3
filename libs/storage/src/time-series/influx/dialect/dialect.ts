import type { SeriesKey } from '@bourseworks/ports';
import { rowsOf, type Rows } from '../answers.js';
import type { InfluxConnection, InfluxRequest } from '../influx-connection.js';
import type { InfluxServer } from '../influx-options.js';

/** Bytes of an answer that is not a page of points. */
export const MAX_ANSWER_BYTES = 67_108_864;

/** What the versions of the server do each in their own way. */
export abstract class InfluxDialect {
  /** Whether points are not removed but marked, which questions then leave out. */
  readonly marksRemoved: boolean = false;
  protected abstract readonly writePath: string;

  constructor(
    protected readonly server: InfluxServer,
    protected readonly connection: InfluxConnection,
  ) {}

  /** What the server is called in errors. */
  get name(): string {
    return this.connection.name;
  }

  /** Takes lines of one request; resolves when the server has them. */
  async write(lines: string): Promise<void> {
    const request = { method: 'POST', path: this.writePath, type: 'text/plain; charset=utf-8', packs: true } as const;
    await this.connection.send({ ...request, body: lines, maxBytes: MAX_ANSWER_BYTES });
  }

  /** Answers InfluxQL. */
  async ask(question: string, maxBytes = MAX_ANSWER_BYTES, signal?: AbortSignal): Promise<readonly Rows[]> {
    const answer = await this.connection.send({ ...this.request(question), maxBytes }, signal);
    return rowsOf(this.name, answer);
  }

  abstract remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void>;

  abstract bytes(): Promise<number>;

  protected abstract request(question: string): Omit<InfluxRequest, 'maxBytes'>;
}

/** InfluxQL as a form: it may be longer than an address. */
export const form = (database: string, question: string): Omit<InfluxRequest, 'maxBytes'> => ({
  method: 'POST',
  path: `/query?db=${encodeURIComponent(database)}`,
  type: 'application/x-www-form-urlencoded',
  body: `q=${encodeURIComponent(question)}`,
});
