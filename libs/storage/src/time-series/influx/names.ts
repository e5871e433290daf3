import type { SeriesKey } from '@bourseworks/ports';

/** The one field of a point: all of its fields as one text. */
export const POINT_FIELD = 'point';
/** A tag of every series: how many others it has. By tags alone a question for some finds the series that have more, too. */
export const COUNT_TAG = 'tags';
/** What no tag may be called there: time, what begins with _, and our own two. */
const RESERVED = /^(?:_|(?:time|point|tags)$)/;

/** Percent-encoded, so that nothing of it means anything in line protocol, InfluxQL or a predicate. */
export const encodeText = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');

export function encodeName(name: string): string {
  const encoded = encodeText(name);
  if (!RESERVED.test(encoded)) return encoded;
  return `%${encoded.charCodeAt(0).toString(16).toUpperCase()}${encoded.slice(1)}`;
}

/** Names and values as they are there, in order of the encoded names; the count of them is the last. */
export function encodedTags({ tags }: SeriesKey): readonly (readonly [string, string])[] {
  const entries = Object.entries(tags).map(([name, value]) => [encodeName(name), encodeText(value)] as const);
  return [...entries.toSorted(([a], [b]) => (a < b ? -1 : 1)), [COUNT_TAG, String(entries.length)]];
}

/**
 * The series of what a server calls its tags, those that it does not have being empty; undefined for one that is not ours.
 */
export function seriesOf(measurement: string, tags: Readonly<Record<string, unknown>>): SeriesKey | undefined {
  const entries = Object.entries(tags).filter(([name, value]) => name !== COUNT_TAG && value !== '' && value !== null);
  if (tags[COUNT_TAG] !== String(entries.length)) return undefined;
  try {
    const decoded = entries.map(([name, value]) => [decodeURIComponent(name), decodeURIComponent(String(value))]);
    return { measurement, tags: Object.fromEntries(decoded) as Record<string, string> };
  } catch {
    return undefined;
  }
}
