import { US_PER_DAY, type LocalTime, type Timestamp } from '@bourseworks/domain';

/** Reads a time; undefined where the text is none. */
export type TimeReader = (text: string) => Timestamp | undefined;

/** Digits behind the point of a second. */
const EPOCH_DECIMALS: Readonly<Record<string, number>> = { s: 0, ms: 3, us: 6, ns: 9 };
const NS_DIGITS = 9;

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<day>\\d{2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};
const TOKEN = /YYYY|MM|DD|HH|mm|ss|S{1,9}|[^A-Za-z]|T|Z/y;

/**
 * A reader of `s`, `ms`, `us` or `ns` since the epoch, with decimals or not, or of a pattern of YYYY, MM, DD, HH, mm, ss and S (a
 * digit of the fraction each) with other characters between, read as wall time of a zone. Undefined where it is no such format.
 */
export function timeReader(format: string, local: LocalTime): TimeReader | undefined {
  const decimals = EPOCH_DECIMALS[format];
  return decimals === undefined ? patternReader(format, local) : (text) => epochTime(text, decimals);
}

function epochTime(text: string, decimals: number): Timestamp | undefined {
  const match = /^(\d{1,19})(?:\.(\d{1,9})\d*)?$/.exec(text);
  if (match === null) return undefined;
  const nanos = match[1] + (match[2] ?? '').padEnd(NS_DIGITS, '0').slice(0, NS_DIGITS - decimals);
  const us = Number(nanos.slice(0, -3));
  return Number.isSafeInteger(us) ? { us, ns: Number(nanos.slice(-3)) } : undefined;
}

function patternReader(format: string, local: LocalTime): TimeReader | undefined {
  let source = '';
  TOKEN.lastIndex = 0;
  for (let at = 0; at < format.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(format)?.[0];
    if (token === undefined) return undefined;
    source += TOKENS[token] ?? (token.startsWith('S') ? `(?<fraction>\\d{${token.length}})` : escape(token));
  }
  if (!['year', 'month', 'day'].every((part) => source.split(`<${part}>`).length === 2)) return undefined;
  const pattern = compiled(source);
  if (pattern === undefined) return undefined;
  return (text) => {
    const part = pattern.exec(text)?.groups;
    return part === undefined ? undefined : wallTime(part, local);
  };
}

const escape = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A token that stands twice.
    return undefined;
  }
}

function wallTime(part: Readonly<Record<string, string | undefined>>, local: LocalTime): Timestamp | undefined {
  const { year, month, day, hour = '0', minute = '0', second = '0', fraction = '' } = part;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // There and back: the 30th of February would otherwise be taken for the 2nd of March.
  if (!new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`)) return undefined;
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const nanos = fraction.padEnd(NS_DIGITS, '0');
  const wallUs = midnight * 1_000 + seconds * 1_000_000 + Number(nanos.slice(0, 6));
  return { us: local.atUs(wallUs), ns: Number(nanos.slice(6)) };
}

/** The midnight after a moment, by the clock of a zone. */
export function nextMidnight(us: number, local: LocalTime): number {
  return local.atUs((local.dayOf(us) + 1) * US_PER_DAY);
}
