import type { SeriesKey } from '@bourseworks/ports';

/** One text for a series, whatever the order of its tags. */
export function keyText({ measurement, tags }: SeriesKey): string {
  const names = Object.keys(tags).toSorted();
  return JSON.stringify([measurement, ...names.map((name) => [name, tags[name]])]);
}

export function keyOf(text: string): SeriesKey {
  const [measurement, ...tags] = JSON.parse(text) as [string, ...[string, string][]];
  return { measurement, tags: Object.fromEntries(tags) };
}
