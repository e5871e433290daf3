import { Unparsable, type FieldValue, type Line } from './line-protocol.js';
import type { Condition, Question } from './influxql.js';

/** Servers take no longer text of a field. */
const MAX_TEXT_BYTES = 1_048_576;
const NANOS = 1_000_000_000n;

interface Series {
  readonly measurement: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly points: Map<bigint, Map<string, FieldValue>>;
  /** Undefined when it has to be made anew. */
  times: readonly bigint[] | undefined;
}

export interface Answer {
  readonly name: string;
  readonly tags?: Record<string, string>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

const COMPARISONS: Record<string, (a: string | bigint, b: string | bigint) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
};

function holds({ operator, value }: Condition, actual: string | bigint): boolean {
  const compare = COMPARISONS[operator];
  if (compare === undefined) throw new Unparsable(`error parsing query: found ${operator}`);
  return compare(actual, value);
}

function timeText(time: bigint): string {
  const fraction = String(time % NANOS)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const seconds = new Date(Number(time / NANOS) * 1_000).toISOString().slice(0, 19);
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** Points as a server keeps them: a point of a series and time that are there is merged with what is there, field by field. */
export class Database {
  private readonly all = new Map<string, Series>();
  private readonly types = new Map<string, string>();

  /** All of them or none. @throws Unparsable */
  write(lines: readonly Line[]): void {
    for (const line of lines) this.check(line);
    for (const { measurement, tags, fields, time } of lines) {
      const series = this.seriesOf(measurement, tags);
      const point = series.points.get(time);
      if (point === undefined) {
        series.points.set(time, new Map(fields));
        series.times = undefined;
      } else for (const [name, value] of fields) point.set(name, value);
    }
  }

  /** Removes the points from `first` to `last`, both of them too, of the series that have these tags. */
  remove(measurement: string, tags: ReadonlyMap<string, string>, first: bigint, last: bigint): void {
    for (const [key, series] of this.all) {
      const isIt = [...tags].every(([name, value]) => series.tags.get(name) === value);
      if (series.measurement !== measurement || !isIt) continue;
      for (const time of series.points.keys()) if (time >= first && time <= last) series.points.delete(time);
      series.times = undefined;
      if (series.points.size === 0) this.all.delete(key);
    }
  }

  measurements(): string[] {
    return [...new Set([...this.all.values()].map(({ measurement }) => measurement))];
  }

  answer(question: Question): Answer[] {
    if (question.kind === 'measurements') {
      const values = this.measurements().map((name) => [name]);
      return values.length === 0 ? [] : [{ name: 'measurements', columns: ['name'], values }];
    }
    const { measurement, conditions, field, first, groups, limit } = question;
    const isTime = ({ name }: Condition): boolean => name === 'time';
    const isField = ({ name }: Condition): boolean => name === field;
    const ofTags = conditions.filter((one) => !isTime(one) && !isField(one));
    const found = [...this.all.values()].filter(
      (series) =>
        (measurement === undefined || series.measurement === measurement) &&
        ofTags.every((one) => holds(one, series.tags.get(one.name) ?? '')),
    );
    const most = first ? 1 : limit;
    const rows = found.map((series) => ({
      series,
      values: select(series, field, conditions.filter(isTime), conditions.filter(isField), most),
    }));
    const names = [...new Set([...this.all.values()].flatMap(({ tags }) => [...tags.keys()]))];
    const columns = ['time', first ? 'first' : field];
    const answers = rows.map(({ series, values }) => ({
      name: series.measurement,
      ...(groups ? { tags: Object.fromEntries(names.map((name) => [name, series.tags.get(name) ?? ''])) } : {}),
      columns,
      values,
    }));
    return answers.filter(({ values }) => values.length > 0);
  }

  private seriesOf(measurement: string, tags: ReadonlyMap<string, string>): Series {
    const key = JSON.stringify([measurement, ...[...tags].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    const series = this.all.get(key) ?? { measurement, tags, points: new Map(), times: undefined };
    this.all.set(key, series);
    return series;
  }

  private check({ measurement, tags, fields }: Line): void {
    for (const [name, value] of fields) {
      if (name === 'time' || tags.has(name)) throw new Unparsable(`invalid field name "${name}"`);
      if (typeof value === 'string' && Buffer.byteLength(value) > MAX_TEXT_BYTES)
        throw new Unparsable(`input field "${name}" is too long`);
      const key = `${measurement} ${name}`;
      const type = this.types.get(key) ?? typeof value;
      if (type !== typeof value)
        throw new Unparsable(
          `partial write: field type conflict: input field "${name}" on measurement "${measurement}" is type ` +
            `${typeof value}, already exists as type ${type} dropped=1`,
        );
      this.types.set(key, type);
    }
  }
}

function select(
  series: Series,
  field: string,
  times: readonly Condition[],
  fields: readonly Condition[],
  most: number,
): [string, FieldValue][] {
  series.times ??= [...series.points.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const rows: [string, FieldValue][] = [];
  const end = boundOf(times, '<');
  for (let index = startOf(series.times, times); index < series.times.length && rows.length < most; index++) {
    const time = series.times[index] ?? 0n;
    if (end !== undefined && time >= end) break;
    const value = series.points.get(time)?.get(field);
    if (value === undefined || !times.every((one) => holds(one, time))) continue;
    if (fields.every((one) => holds(one, String(value)))) rows.push([timeText(time), value]);
  }
  return rows;
}

function boundOf(conditions: readonly Condition[], operator: string): bigint | undefined {
  const value = conditions.find((one) => one.operator === operator)?.value;
  return typeof value === 'bigint' ? value : undefined;
}

/** Where the first time stands that a lower bound allows. */
function startOf(times: readonly bigint[], conditions: readonly Condition[]): number {
  const from = boundOf(conditions, '>=') ?? 0n;
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0n) >= from) high = middle;
    else low = middle + 1;
  }
  return low;
}
