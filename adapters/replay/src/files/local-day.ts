import { LocalTime, US_PER_DAY, US_PER_MS } from '@bourseworks/domain';

/** As many as the files of a folder name, which are few. */
const zones = new Map<string, LocalTime>();

/** The wall clock of a zone; one for all days of it. */
export function localTime(zone: string): LocalTime {
  let local = zones.get(zone);
  if (local === undefined) zones.set(zone, (local = new LocalTime(zone)));
  return local;
}

/**
 * Turns times of one local day into UTC. File times are wall-clock milliseconds after local midnight: 09:30 is 34 200 000 on
 * every day, also on the two days a year whose night has 23 or 25 hours.
 */
export class LocalDay {
  private readonly local: LocalTime;
  private readonly midnightLocalUs: number;
  /** The offset of the whole day, or undefined on a day when clocks change. */
  private readonly fixedOffsetUs: number | undefined;

  /** `date` is YYYYMMDD and must be a real date. */
  constructor(zone: string, date: string) {
    this.local = localTime(zone);
    this.midnightLocalUs = dateUs(date);
    const first = this.midnightLocalUs - this.startUs;
    const last = this.midnightLocalUs + US_PER_DAY - this.endUs;
    this.fixedOffsetUs = first === last ? first : undefined;
  }

  /** Instant of local midnight. */
  get startUs(): number {
    return this.local.atUs(this.midnightLocalUs);
  }

  /** Instant of the next local midnight, exclusive. */
  get endUs(): number {
    return this.local.atUs(this.midnightLocalUs + US_PER_DAY);
  }

  /** Microseconds since the epoch of a wall-clock time, given in milliseconds after local midnight, with a fraction or not. */
  toUtcUs(msOfDay: number): number {
    const local = this.midnightLocalUs + Math.round(msOfDay * US_PER_MS);
    return this.fixedOffsetUs === undefined ? this.local.atUs(local) : local - this.fixedOffsetUs;
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

/** `YYYY-MM-DD` of a YYYYMMDD. */
export function isoDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}
