import type { SeriesKey } from '@bourseworks/ports';
import { parseJson } from '../answers.js';
import type { InfluxRequest } from '../influx-connection.js';
import { nanosText } from '../lines.js';
import { pointsQuestion, predicate, timeText } from '../questions.js';
import { unavailable } from '../../../refusals.js';
import { form, InfluxDialect, MAX_ANSWER_BYTES } from './dialect.js';

const LAST_NS = 999;
/** Of a shard's data and of its log, in Prometheus' text. */
const SIZE = /^storage_(?:shard_disk|wal)_size\{[^}]*bucket="([^"]*)"[^}]*\} (\S+)/gm;

/** 2.x: its own API to write and delete, InfluxQL to read. */
export class Influx2 extends InfluxDialect {
  private readonly where = `org=${encodeURIComponent(this.server.org)}&bucket=${encodeURIComponent(this.server.database)}`;
  protected override readonly writePath = `/api/v2/write?${this.where}&precision=ns`;

  /** Servers take the point at the stop as well, or do not: what is documented differs. The last nanosecond is looked at. */
  override async remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void> {
    await this.removeTo(series, fromUs, timeText(toUs - 1, LAST_NS));
    const last = { from: nanosText(toUs - 1, LAST_NS), to: nanosText(toUs, 0) };
    const left = await this.ask(pointsQuestion(series, last, 1, this.marksRemoved));
    if (left.length > 0) await this.removeTo(series, fromUs, timeText(toUs, 0));
  }

  override async bytes(): Promise<number> {
    const path = `/api/v2/buckets?org=${encodeURIComponent(this.server.org)}&name=${encodeURIComponent(this.server.database)}`;
    const answer = await this.connection.send({ method: 'GET', path, maxBytes: MAX_ANSWER_BYTES });
    const [bucket] = (parseJson(this.name, answer)['buckets'] ?? []) as { readonly id?: unknown }[];
    if (bucket?.id === undefined) throw unavailable(this.name, 'it has no such bucket');
    const metrics = await this.connection.send({ method: 'GET', path: '/metrics', maxBytes: MAX_ANSWER_BYTES });
    const sizes = [...metrics.matchAll(SIZE)].filter(([, id]) => id === bucket.id);
    return sizes.reduce((sum, [, , bytes]) => sum + Math.round(Number(bytes)), 0);
  }

  protected override request(question: string): Omit<InfluxRequest, 'maxBytes'> {
    return form(this.server.database, question);
  }

  private async removeTo(series: SeriesKey, fromUs: number, stop: string): Promise<void> {
    const path = `/api/v2/delete?${this.where}`;
    const body = JSON.stringify({ start: timeText(fromUs, 0), stop, predicate: predicate(series) });
    const type = 'application/json';
    await this.connection.send({ method: 'POST', path, type, body, maxBytes: MAX_ANSWER_BYTES });
  }
}
