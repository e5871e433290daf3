import { SeededRng } from '@bourseworks/ports';

/** An object without objects in it: a record of a venue, and no table whose keys are symbols. */
const RECORD = /\{("(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|[^{}"])*)+\}/g;

/** A JSON text with a field more in every record, all else to the letter. */
export function withUnknownFields(text: string): string {
  return text.replace(RECORD, (record) => `{"bwUnknown":["0.1",null,1e3],${record.slice(1)}`);
}

/** What takes the place of a value. */
const VALUES: readonly string[] = [
  'null',
  'true',
  '-1',
  '1.5',
  '1e400',
  '9007199254740993',
  '""',
  '"NaN"',
  '"-0.1"',
  '"1e5"',
  '"99999999999999999999"',
  '[]',
  '{}',
  '"2021-13-45T99:00:00Z"',
];

const VALUE = /(?<=[:[,])(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)(?=[,}\]])/g;

/** A JSON text with one value replaced, or cut short, or with a piece taken out; the same for a seed. */
export function mutated(text: string, seed: number): string {
  const rng = new SeededRng(seed);
  const dice = rng.next();
  if (dice < 0.1) return text.slice(0, rng.integer(text.length));
  if (dice < 0.2) {
    const from = rng.integer(text.length);
    return text.slice(0, from) + text.slice(from + 1 + rng.integer(5));
  }
  const values = [...text.matchAll(VALUE)];
  if (values.length === 0) return text.slice(1);
  const { 0: value, index } = values[rng.integer(values.length)];
  return text.slice(0, index) + VALUES[rng.integer(VALUES.length)] + text.slice(index + value.length);
}
