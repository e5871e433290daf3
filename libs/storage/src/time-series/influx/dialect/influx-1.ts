import type { SeriesKey } from '@bourseworks/ports';
import type { InfluxRequest } from '../influx-connection.js';
import { deletion, rangeOf } from '../questions.js';
import { form, InfluxDialect } from './dialect.js';

const SIZE = 'diskBytes';

/** 1.x: all by `/write` and `/query`. */
export class Influx1 extends InfluxDialect {
  protected override readonly writePath = `/write?db=${encodeURIComponent(this.server.database)}&precision=ns`;

  override async remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void> {
    await this.ask(deletion(series, rangeOf(fromUs, toUs)));
  }

  /** Of the database's shards, logs and all. A server with logins tells its administrators only. */
  override async bytes(): Promise<number> {
    const shards = (await this.ask(`SHOW STATS FOR 'shard'`)).filter(
      ({ tags }) => tags['database'] === this.server.database,
    );
    return shards
      .map(({ columns, values }) => Number(values[0]?.[columns.indexOf(SIZE)] ?? 0))
      .reduce((sum, bytes) => sum + bytes, 0);
  }

  protected override request(question: string): Omit<InfluxRequest, 'maxBytes'> {
    return form(this.server.database, question);
  }
}
