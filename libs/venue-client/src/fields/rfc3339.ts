import { MAX_TIME_US, type Timestamp } from '@bourseworks/domain';

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** A time of RFC 3339 text with up to nine decimals, exactly; undefined when it is none from 1970 to MAX_TIME_US. */
export function rfc3339(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(match[group]));
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC turns 31 February into March.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return undefined;
  const east = match[8] === undefined ? 0 : (Number(match[9]) * 60 + Number(match[10])) * (match[8] === '+' ? 1 : -1);
  const seconds = date.getTime() / 1_000 + hour * 3_600 + (minute - east) * 60 + second;
  const fraction = (match[7] ?? '').padEnd(9, '0');
  const us = seconds * 1_000_000 + Number(fraction.slice(0, 6));
  return us >= 0 && us <= MAX_TIME_US ? { us, ns: Number(fraction.slice(6)) } : undefined;
}
