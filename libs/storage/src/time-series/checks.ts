import { TIME_SERIES_LIMITS, type Point, type SeriesKey } from '@bourseworks/ports';
import { beyond } from '../refusals.js';

const { pointsWritten, nameBytes, textBytes, tags: maxTags, fields: maxFields } = TIME_SERIES_LIMITS;
const MEASUREMENT = /^[a-z0-9-]+$/;
/** The last microsecond that a range can hold: ranges end before their end, which is a safe integer too. */
const LAST_US = Number.MAX_SAFE_INTEGER - 1;

function checkText(what: string, text: string, least: number, most: number): void {
  // Half a surrogate pair has no UTF-8 of its own: it would come back as another text.
  if (/\p{Surrogate}/u.test(text)) throw beyond(`${what} is no well-formed Unicode text`, most);
  // No character takes more than three bytes for a unit of its text.
  if (text.length >= least && text.length * 3 <= most) return;
  const bytes = Buffer.byteLength(text);
  if (bytes < least || bytes > most) throw beyond(`${what} has ${bytes} bytes; it has ${least} to the bound`, most);
}

const checkName = (what: string, text: string): void => checkText(what, text, 1, nameBytes);

/** @throws DomainError STORE_LIMIT */
export function checkMeasurement(measurement: string): void {
  checkName('a measurement', measurement);
  if (!MEASUREMENT.test(measurement)) throw beyond('a measurement has other characters than a-z, 0-9, -', nameBytes);
}

/** @throws DomainError STORE_LIMIT */
export function checkSeries({ measurement, tags }: SeriesKey): void {
  checkMeasurement(measurement);
  const entries = Object.entries(tags);
  if (entries.length > maxTags) throw beyond(`a series has ${entries.length} tags, at most the bound`, maxTags);
  for (const [name, value] of entries) {
    checkName('the name of a tag', name);
    checkName(`the tag ${name}`, value);
  }
}

/** @throws DomainError STORE_LIMIT */
export function checkRange(fromUs: number, toUs: number): void {
  for (const us of [fromUs, toUs])
    if (!Number.isSafeInteger(us) || us < 0)
      throw beyond(`a range ends at ${us} us; its ends are whole numbers from 0 to the bound`, Number.MAX_SAFE_INTEGER);
}

function checkField(name: string, value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw beyond(`the field ${name} is ${value}; numbers are finite`, Number.MAX_VALUE);
    return;
  }
  if (typeof value !== 'string') throw beyond(`the field ${name} is neither number nor text`, textBytes);
  checkText(`the field ${name}`, value, 0, textBytes);
}

function checkPoint({ us, ns, fields }: Point, known: Set<string>): void {
  if (!Number.isSafeInteger(us) || us < 0 || us > LAST_US)
    throw beyond(`a point is at ${us} us; it is at a whole number from 0 to the bound`, LAST_US);
  if (!Number.isInteger(ns) || ns < 0 || ns > 999) throw beyond(`a point is at ${ns} ns; from 0 to the bound`, 999);
  const names = Object.keys(fields);
  if (names.length < 1 || names.length > maxFields)
    throw beyond(`a point has ${names.length} fields; it has 1 to the bound`, maxFields);
  for (const name of names) {
    if (!known.has(name)) {
      checkName('the name of a field', name);
      known.add(name);
    }
    checkField(name, fields[name]);
  }
}

/** @throws DomainError STORE_LIMIT */
export function checkPoints(points: readonly Point[]): void {
  if (points.length > pointsWritten)
    throw beyond(`a write has ${points.length} points, at most the bound`, pointsWritten);
  const known = new Set<string>();
  for (const point of points) checkPoint(point, known);
}
