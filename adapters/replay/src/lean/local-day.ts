import { US_PER_DAY, US_PER_MS } from '@bourseworks/domain';

export type ZoneName = 'UTC' | 'America/New_York';

const formats = new Map<ZoneName, Intl.DateTimeFormat>();

function formatOf(zone: ZoneName): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Local wall time minus UTC at an instant, in microseconds (New York: -4 h or -5 h). */
export function zoneOffsetUs(zone: ZoneName, utcUs: number): number {
  if (zone === 'UTC') return 0;
  const ms = Math.floor(utcUs / US_PER_MS);
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = Number(value);
  const local = Date.UTC(part['year'], part['month'] - 1, part['day'], part['hour'], part['minute'], part['second']);
  return (local - Math.floor(ms / 1_000) * 1_000) * US_PER_MS;
}

/**
 * Turns times of one local day into UTC. File times are wall-clock milliseconds after local midnight: 09:30 is 34 200 000 on
 * every day, also on the two days a year whose night has 23 or 25 hours.
 */
export class LocalDay {
  private readonly midnightLocalUs: number;
  /** The offset of the whole day, or undefined on a day when clocks change. */
  private readonly fixedOffsetUs: number | undefined;

  /** `date` is YYYYMMDD and must be a real date. */
  constructor(
    private readonly zone: ZoneName,
    date: string,
  ) {
    this.midnightLocalUs = dateUs(date);
    const first = this.offsetAtLocal(this.midnightLocalUs);
    const last = this.offsetAtLocal(this.midnightLocalUs + US_PER_DAY);
    this.fixedOffsetUs = first === last ? first : undefined;
  }

  /** Instant of local midnight. */
  get startUs(): number {
    return this.toUtcUs(0);
  }

  /** Instant of the next local midnight, exclusive. */
  get endUs(): number {
    return this.toUtcUs(US_PER_DAY / US_PER_MS);
  }

  /** Microseconds since the epoch of a wall-clock time, given in milliseconds after local midnight. */
  toUtcUs(msOfDay: number): number {
    const local = this.midnightLocalUs + msOfDay * US_PER_MS;
    return local - (this.fixedOffsetUs ?? this.offsetAtLocal(local));
  }

  private offsetAtLocal(localUs: number): number {
    // The offset is known by instant, not by wall time: the second look corrects a first guess across a change of clocks.
    const guess = localUs - zoneOffsetUs(this.zone, localUs);
    return zoneOffsetUs(this.zone, guess);
  }
}

/** Midnight of a YYYYMMDD date, read as UTC, in microseconds. */
export function dateUs(date: string): number {
  const ms = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
  return ms * US_PER_MS;
}

/** Whether a text is a real YYYYMMDD date. */
export function isDate(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  return new Date(dateUs(text) / US_PER_MS).toISOString().slice(0, 10).replaceAll('-', '') === text;
}
