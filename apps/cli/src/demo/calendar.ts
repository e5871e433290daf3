import { dayOfDate, LocalTime } from '@bourseworks/domain';

const TIME_ZONES: Readonly<Record<string, string>> = { usa: 'America/New_York' };

/**
 * [from, to) of a calendar day at the venue, in microseconds since the epoch: files of a US equity day run from midnight in
 * New York, others from midnight UTC. `date` must be a real date.
 */
export function venueDay(date: string, venue: string): { fromUs: number; toUs: number } {
  const local = new LocalTime(TIME_ZONES[venue] ?? 'UTC');
  const day = dayOfDate(date);
  if (day === undefined) throw new RangeError(`${date} is no date YYYY-MM-DD`);
  return { fromUs: local.at(day, 0), toUs: local.at(day + 1, 0) };
}

export function isDate(text: string): boolean {
  return dayOfDate(text) !== undefined;
}
