import { InvalidArgumentError } from 'commander';
import { US_PER_DAY, US_PER_MINUTE, US_PER_MS, US_PER_SECOND } from '@bourseworks/domain';

const UNITS: Readonly<Record<string, number>> = {
  ms: US_PER_MS,
  s: US_PER_SECOND,
  m: US_PER_MINUTE,
  h: 60 * US_PER_MINUTE,
  d: US_PER_DAY,
  w: 7 * US_PER_DAY,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g;
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?)?$/;
const DECIMAL = /^\d{1,20}(\.\d{1,18})?$/;
// eslint-disable-next-line no-control-regex
const ID = /^[^\u0000-\u001f\u007f]{1,64}$/;
const STRATEGY = /^[a-z0-9][a-z0-9_.]{0,31}$/;

const ANCHOR = /^(\d{1,15}):([0-9a-f]{64})$/;

const invalid = (message: string): InvalidArgumentError => new InvalidArgumentError(message);

/** Microseconds of a duration such as 90s or 1h30m; undefined when the text is none. */
export function readDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let us = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) us += Math.round(Number(amount) * UNITS[unit]);
  return Number.isSafeInteger(us) ? us : undefined;
}

/** Microseconds of a positive duration. */
export function durationArgument(text: string): number {
  const us = readDuration(text);
  if (us === undefined || us === 0) throw invalid('Give a duration such as 30s, 90m, 2h or 1d12h.');
  return us;
}

/** Microseconds to wait, at most a day: a timer that is asked for more than 24 days runs out at once. */
export function timeoutArgument(text: string): number {
  const us = durationArgument(text);
  if (us < US_PER_MS || us > US_PER_DAY) throw invalid('Give a duration from 1ms to 1d.');
  return us;
}

function readIso(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, clock = '00:00', fraction = '', zone = 'Z'] = match;
  // The 31st of February would quietly become a day in March.
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return undefined;
  const ms = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  if (Number.isNaN(ms) || ms < 0) return undefined;
  return ms * US_PER_MS + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Microseconds since the epoch of an ISO 8601 time (UTC unless it has a zone), of `now`, or of a duration before now. */
export function readTime(text: string, nowUs: number): number | undefined {
  if (text === 'now') return nowUs;
  const ago = readDuration(text);
  return ago === undefined ? readIso(text) : Math.max(0, nowUs - ago);
}

export function timeArgument(text: string): number {
  const us = readTime(text, Date.now() * US_PER_MS);
  if (us !== undefined) return us;
  throw invalid('Give an ISO 8601 time such as 2026-01-31T09:30:00Z, a time ago such as 2h, or now.');
}

/** Microseconds of a time ahead: ISO 8601, or a duration from now. */
export function futureArgument(text: string): number {
  const nowUs = Date.now() * US_PER_MS;
  const ahead = readDuration(text);
  const us = ahead === undefined ? readIso(text) : nowUs + ahead;
  if (us !== undefined && us > nowUs) return us;
  throw invalid('Give an ISO 8601 time to come such as 2030-01-31T09:30:00Z, or a duration from now such as 2h.');
}

/** The text itself: a decimal of an order goes out as it was typed, no rounding on the way. */
export function decimalArgument(text: string): string {
  if (!DECIMAL.test(text) || !/[1-9]/.test(text))
    throw invalid('Give a positive decimal such as 12.50, without sign, exponent or commas.');
  return text;
}

/** As above, and zero. */
export function amountArgument(text: string): string {
  if (!DECIMAL.test(text)) throw invalid('Give a decimal such as 12.50, or 0, without sign, exponent or commas.');
  return text;
}

export function countArgument(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw invalid('Give a whole number from 1.');
  return count;
}

/** As above, and zero. */
export function lagsArgument(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid('Give a whole number from 0.');
}

/** Seconds, fractions allowed, at most a day. */
export function secondsArgument(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (!(seconds > 0 && seconds <= 86_400)) throw invalid('Give seconds, more than 0 and at most 86400.');
  return seconds;
}

/** A count of rows as the platform's queries take it. */
export function limitArgument(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 1_000) throw invalid('Give a whole number from 1 to 1000.');
  return limit;
}

/** Symbols, venues, accounts, ids: 1-64 characters, each a level of a topic. */
export function idArgument(text: string): string {
  if (!ID.test(text)) throw invalid('Give 1 to 64 characters without control characters.');
  return text;
}

export function strategyArgument(text: string): string {
  if (!STRATEGY.test(text)) throw invalid('Give 1 to 32 of a-z, 0-9, underscore and dot.');
  return text;
}

/** BUY or SELL, in either case. */
export function sideArgument(text: string): 'BUY' | 'SELL' {
  const side = text.toUpperCase();
  if (side !== 'BUY' && side !== 'SELL') throw invalid('Give BUY or SELL.');
  return side;
}

/** Why something is done, in at most 500 characters. */
export function reasonArgument(text: string): string {
  if (text.trim() === '' || text.length > 500) throw invalid('Give 1 to 500 characters.');
  return text;
}

export const BROKER_URL = 'Give tcp://HOST:PORT, tcps:// with TLS, ws:// or wss://; several with commas between.';

/** What the client of the broker takes: one address or several to try in turn. */
export const isBrokerUrl = (text: string): boolean =>
  text.split(',').every((url) => /^(?:tcps?|wss?|https?):\/\/[^/\s]/.test(url.trim()) && URL.canParse(url.trim()));

export function brokerUrlArgument(text: string): string {
  if (!isBrokerUrl(text)) throw invalid(BROKER_URL);
  return text;
}

/** A checkpoint of the audit log, as the gateway's log has it. */
export function anchorArgument(text: string): { readonly sequence: number; readonly mac: string } {
  const [, sequence, mac] = ANCHOR.exec(text) ?? [];
  if (sequence === undefined || mac === undefined)
    throw invalid('Give sequence and mac of an audit.checkpoint, with a colon between them.');
  return { sequence: Number(sequence), mac };
}
