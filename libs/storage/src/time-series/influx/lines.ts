import type { Point, SeriesKey } from '@bourseworks/ports';
import { beyond } from '../../refusals.js';
import { encodedTags, POINT_FIELD } from './names.js';

/** The server takes no longer text of a field (1 048 576); rounded down. */
export const MAX_POINT_BYTES = 1_000_000;
/** Lines of one request, and their characters before they are packed, of up to three bytes: servers take 10 MB and more. */
export const MAX_LINES = 5_000;
const MAX_CHARACTERS = 3_000_000;
/** What takes a point's place where nothing can be removed. */
export const REMOVED = '';

/** Epoch nanoseconds as a text: they do not fit a number. */
export const nanosText = (us: number, ns: number): string =>
  us === 0 ? String(ns) : `${us}${String(ns).padStart(3, '0')}`;

/** JSON, in which any number is written in as few digits as give it back. */
function fieldsText(fields: Point['fields']): string {
  if (!Object.values(fields).some((value) => Object.is(value, -0))) return JSON.stringify(fields);
  const entries = Object.entries(fields).map(
    ([name, value]) => `${JSON.stringify(name)}:${Object.is(value, -0) ? '-0' : JSON.stringify(value)}`,
  );
  return `{${entries.join(',')}}`;
}

/** @throws DomainError STORE_LIMIT when the point is larger than a server takes */
function pointText({ fields }: Point): string {
  const text = fieldsText(fields);
  if (text.length * 3 > MAX_POINT_BYTES && Buffer.byteLength(text) > MAX_POINT_BYTES)
    throw beyond(`a point has ${Buffer.byteLength(text)} bytes as JSON; InfluxDB takes the bound`, MAX_POINT_BYTES);
  return text;
}

/** JSON has no controls: what is left to escape is the same as in a text of JSON. */
const quoted = (text: string): string => JSON.stringify(text);

/**
 * Points in line protocol, in their order, in requests of bounded size: what was taken when one of them fails is a beginning
 * of the write.
 *
 * @throws DomainError STORE_LIMIT before the first request
 */
export function requestsOf(series: SeriesKey, points: readonly Point[]): Iterable<string> {
  const texts = points.map((point) => pointText(point));
  return cut(series, points, (index) => texts[index] ?? REMOVED);
}

/** The same for points that are to be gone. */
export function removalsOf(series: SeriesKey, times: readonly Pick<Point, 'us' | 'ns'>[]): Iterable<string> {
  return cut(series, times, () => REMOVED);
}

function* cut(
  series: SeriesKey,
  times: readonly Pick<Point, 'us' | 'ns'>[],
  textAt: (index: number) => string,
): Generator<string> {
  const tags = encodedTags(series).map(([name, value]) => `,${name}=${value}`);
  const head = `${series.measurement}${tags.join('')} ${POINT_FIELD}=`;
  let lines: string[] = [];
  let characters = 0;
  for (const [index, { us, ns }] of times.entries()) {
    const line = `${head}${quoted(textAt(index))} ${nanosText(us, ns)}`;
    if (lines.length === MAX_LINES || (lines.length > 0 && characters + line.length >= MAX_CHARACTERS)) {
      yield lines.join('\n');
      [lines, characters] = [[], 0];
    }
    lines.push(line);
    characters += line.length + 1;
  }
  if (lines.length > 0) yield lines.join('\n');
}
