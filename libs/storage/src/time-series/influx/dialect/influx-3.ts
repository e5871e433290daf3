import type { SeriesKey } from '@bourseworks/ports';
import { parseJson } from '../answers.js';
import type { InfluxRequest } from '../influx-connection.js';
import { removalsOf } from '../lines.js';
import { pagesOf } from '../pages.js';
import { rangeOf } from '../questions.js';
import { InfluxDialect, MAX_ANSWER_BYTES } from './dialect.js';

/** 3.x: it removes no points, or a day later; their place is taken by a mark. */
export class Influx3 extends InfluxDialect {
  override readonly marksRemoved = true;
  protected override readonly writePath = `/api/v2/write?bucket=${encodeURIComponent(this.server.database)}&precision=ns`;

  override async remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void> {
    for await (const points of pagesOf(this, series, rangeOf(fromUs, toUs)))
      for (const lines of removalsOf(series, points)) await this.write(lines);
  }

  /** Of the files of its tables: what is only in its log yet is not in them. */
  override async bytes(): Promise<number> {
    const tables = (await this.ask('SHOW MEASUREMENTS')).flatMap(({ columns, values }) =>
      values.map((row) => String(row[columns.indexOf('name')])),
    );
    let sum = 0;
    for (const table of tables) sum += await this.bytesOf(table);
    return sum;
  }

  protected override request(question: string): Omit<InfluxRequest, 'maxBytes'> {
    const path = `/query?db=${encodeURIComponent(this.server.database)}&q=${encodeURIComponent(question)}`;
    return { method: 'GET', path };
  }

  private async bytesOf(table: string): Promise<number> {
    const q = `SELECT sum(size_bytes) AS bytes FROM system.parquet_files WHERE table_name = '${table.replaceAll("'", "''")}'`;
    const body = JSON.stringify({ db: this.server.database, q, format: 'json' });
    const request = { method: 'POST', path: '/api/v3/query_sql', type: 'application/json', body } as const;
    const answer = await this.connection.send({ ...request, maxBytes: MAX_ANSWER_BYTES });
    const [row] = parseJson(this.name, answer) as unknown as { readonly bytes?: unknown }[];
    return Number(row?.bytes ?? 0);
  }
}
