import type { Point, SeriesKey } from '@bourseworks/ports';
import { nanosText } from './lines.js';
import { encodedTags, POINT_FIELD } from './names.js';

/** Nanoseconds of [from, to), in their texts. */
export interface NanosRange {
  readonly from: string;
  readonly to: string;
}

export const rangeOf = (fromUs: number, toUs: number): NanosRange => ({
  from: nanosText(fromUs, 0),
  to: nanosText(toUs, 0),
});

/** The range that is left after a point. */
export function after({ us, ns }: Pick<Point, 'us' | 'ns'>, { to }: NanosRange): NanosRange {
  return { from: ns === 999 ? nanosText(us + 1, 0) : nanosText(us, ns + 1), to };
}

const ALL = rangeOf(0, Number.MAX_SAFE_INTEGER);

const within = ({ from, to }: NanosRange): string => `time >= ${from} AND time < ${to}`;

function where(series: SeriesKey, range: NanosRange): string {
  const tags = encodedTags(series).map(([name, value]) => `"${name}" = '${value}'`);
  return [...tags, within(range)].join(' AND ');
}

/** Where points are not removed but marked. */
const present = (marks: boolean): string => (marks ? ` AND "${POINT_FIELD}" != ''` : '');

/** InfluxQL for the first points of a range. */
export const pointsQuestion = (series: SeriesKey, range: NanosRange, limit: number, marks: boolean): string =>
  `SELECT "${POINT_FIELD}" FROM "${series.measurement}" WHERE ${where(series, range)}${present(marks)} LIMIT ${limit}`;

/** InfluxQL for the first point of each series, all or those of a measurement. */
export const seriesQuestion = (measurement: string | undefined, marks: boolean): string =>
  `SELECT first("${POINT_FIELD}") FROM ${measurement === undefined ? '/./' : `"${measurement}"`} ` +
  `WHERE ${within(ALL)}${present(marks)} GROUP BY *`;

/** InfluxQL of 1.x. */
export const deletion = (series: SeriesKey, range: NanosRange): string =>
  `DELETE FROM "${series.measurement}" WHERE ${where(series, range)}`;

/** What 2.x calls a series when points of it are to be deleted. */
export const predicate = (series: SeriesKey): string =>
  [['_measurement', series.measurement] as const, ...encodedTags(series)]
    .map(([name, value]) => `"${name}"="${value}"`)
    .join(' AND ');

/** A time as 2.x wants it where points of it are to be deleted. */
export function timeText(us: number, ns: number): string {
  const seconds = new Date(Math.floor(us / 1_000_000) * 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(us % 1_000_000).padStart(6, '0')}${String(ns).padStart(3, '0')}Z`;
}
