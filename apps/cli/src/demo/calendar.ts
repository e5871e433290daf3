import { US_PER_DAY, US_PER_MS } from '@bourseworks/domain';

const TIME_ZONES: Readonly<Record<string, string>> = { usa: 'America/New_York' };

/** Microseconds that local time is ahead of UTC in `zone` at an instant. */
function offsetUs(zone: string, us: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(us / US_PER_MS);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local * US_PER_MS - us;
}

/** Start of a calendar day at the venue: files of a US equity day run from midnight in New York, others from midnight UTC. */
function dayStartUs(date: string, venue: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`) * US_PER_MS;
  const zone = TIME_ZONES[venue];
  return zone === undefined ? utc : utc - offsetUs(zone, utc);
}

/** [from, to) of a calendar day at the venue, in microseconds since the epoch. */
export function venueDay(date: string, venue: string): { fromUs: number; toUs: number } {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + US_PER_DAY / US_PER_MS).toISOString().slice(0, 10);
  return { fromUs: dayStartUs(date, venue), toUs: dayStartUs(next, venue) };
}

export function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  // There and back: the 30th of February would otherwise be taken for the 2nd of March.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
