import type { Rng } from '@bourseworks/ports';

/** What stands where another value stood: JSON texts. */
const VALUES = [
  'null',
  'true',
  '0',
  '-1',
  '-0',
  '1e308',
  '1e999',
  '-1e-400',
  '5e-324',
  '0.1e1',
  '9007199254740991',
  '9007199254740993',
  '1125899906842624',
  '10000000000',
  '99999999999999999999999999999999999999999',
  '0.000000000000000000000000000001',
  '""',
  '" "',
  '"0"',
  '"-1"',
  '"0.00000000"',
  '"NaN"',
  '"Infinity"',
  '"1e5"',
  '"1_000"',
  '"1125899906842625"',
  '"9007199254740993"',
  '"999999999999"',
  '"00000000000000000001.5"',
  '"1."',
  '".5"',
  '"\\u0000"',
  '"\\ud800"',
  '"\u{1f4c8}\u0660\u0661"',
  '"9999-12-31T23:59:59.999999999Z"',
  '"0001-01-01T00:00:00Z"',
  '"1969-12-31T23:59:59Z"',
  '"2024-02-30T00:00:00Z"',
  '"9999999999.999999999"',
  '[]',
  '{}',
  '[[[[]]]]',
  '{"toString":1,"valueOf":1}',
  '[["1","1"]]',
];
/** Names that objects have by themselves, and those that the venues use. */
const NAMES = ['__proto__', 'constructor', 'toString', 'length', '', 'a', 'b', 'T', 'u', 'data', 'symbol', 'price'];
/** A value: a text, a number or a word. */
const VALUE = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/g;
const KEY = /"(?:[^"\\]|\\.)*"(?=\s*:)/g;
const FIELD = /"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/g;
/** What makes a message long, and how long at most, bytes. */
const LONG_BYTES = 64 * 1_024;

export const pick = <T>(rng: Rng, values: readonly T[]): T => values[rng.integer(values.length)];

type Mutation = (text: string, rng: Rng, other: () => string) => string;

/** Another text in the place of one of those that a pattern finds. */
function replaced(text: string, pattern: RegExp, rng: Rng, to: (found: string) => string): string {
  const found = [...text.slice(0, LONG_BYTES).matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: word, index } = pick(rng, found);
  return text.slice(0, index) + to(word) + text.slice(index + word.length);
}

const flipped: Mutation = (text, rng) => {
  const bytes = Buffer.from(text);
  for (let n = 1 + rng.integer(3); n > 0; n--) bytes[rng.integer(bytes.length)] ^= 1 << rng.integer(8);
  return bytes.toString();
};

/** One digit becomes another one: most of these are still messages. */
const digit: Mutation = (text, rng) => replaced(text, /\d/g, rng, () => String(rng.integer(10)));

const truncated: Mutation = (text, rng) => text.slice(0, rng.integer(text.length));

const otherValue: Mutation = (text, rng) => replaced(text, VALUE, rng, () => pick(rng, VALUES));

const otherType: Mutation = (text, rng) =>
  replaced(text, VALUE, rng, (value) => (value.startsWith('"') ? value.slice(1, -1) || '0' : `"${value}"`));

const otherKey: Mutation = (text, rng) => replaced(text, KEY, rng, () => JSON.stringify(pick(rng, NAMES)));

const missingField: Mutation = (text, rng) => {
  const without = replaced(text, FIELD, rng, () => '');
  return without
    .replace(/,\s*,/, ',')
    .replace(/([[{])\s*,/, '$1')
    .replace(/,\s*([\]}])/, '$1');
};

const doubledField: Mutation = (text, rng) =>
  replaced(text, FIELD, rng, (field) => `${field},${field.slice(0, field.indexOf(':'))}:${pick(rng, VALUES)}`);

/** A number with more digits, more decimals or an exponent. */
const otherNumber: Mutation = (text, rng) =>
  replaced(text, /\d+\.?\d*/g, rng, (number) =>
    pick(rng, [
      `${number}e${rng.integer(400) - 200}`,
      `-${number}`,
      number.repeat(3),
      `${number}00000000000000001`,
      '0',
    ]),
  );

/** The beginning of a message and the end of another one. */
const spliced: Mutation = (text, rng, other) => {
  const end = other();
  return text.slice(0, rng.integer(text.length)) + end.slice(rng.integer(end.length));
};

/** A part of a message once more. */
const repeated: Mutation = (text, rng) => {
  const from = rng.integer(text.length);
  const to = from + rng.integer(200);
  return text.slice(0, to) + text.slice(from);
};

const unicode: Mutation = (text, rng) => {
  const at = rng.integer(text.length);
  return (
    text.slice(0, at) + pick(rng, ['\u{1f4c8}', '\u0000', '\ufeff', '\u2028', '\\u00e9', 'é', '\\']) + text.slice(at)
  );
};

const nested = (rng: Rng): string => {
  const depth = 1 + rng.integer(LONG_BYTES / 8);
  const [open, close] = pick(rng, [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const);
  return open.repeat(depth) + '1' + (rng.next() < 0.7 ? close.repeat(depth) : '');
};

/** Something endless in the place of a value: brackets, digits, letters, space, an item of a list. */
const long: Mutation = (text, rng) => {
  const room = 1 + rng.integer(LONG_BYTES);
  if (rng.next() < 0.3) return replaced(text, /\[[^[\]{}]+\]|\{[^[\]{}]+\}/g, rng, (item) => grown(item, room));
  return replaced(text, VALUE, rng, () =>
    pick(rng, [
      () => nested(rng),
      () => '9'.repeat(room),
      () => `"${'1'.repeat(room)}"`,
      () => `"0.${'0'.repeat(room)}"`,
      () => `"${'é'.repeat(room / 2)}"`,
      () => `${' '.repeat(room)}1`,
      () => `[${'1,'.repeat(room / 2)}1]`,
    ])(),
  );
};

const grown = (item: string, room: number): string =>
  Array(Math.ceil(room / item.length))
    .fill(item)
    .join(',');

/** How often each comes, in parts of the sum. */
const MUTATIONS: readonly (readonly [Mutation, number])[] = [
  [flipped, 15],
  [digit, 15],
  [truncated, 6],
  [otherValue, 20],
  [otherType, 8],
  [otherKey, 5],
  [missingField, 6],
  [doubledField, 6],
  [otherNumber, 10],
  [spliced, 4],
  [repeated, 4],
  [unicode, 3],
];
const PARTS = MUTATIONS.reduce((sum, [, parts]) => sum + parts, 0);
/** So rare are messages that are long. */
const LONG = 0.004;

function mutation(rng: Rng): Mutation {
  if (rng.next() < LONG) return long;
  let dice = rng.integer(PARTS);
  for (const [one, parts] of MUTATIONS) {
    dice -= parts;
    if (dice < 0) return one;
  }
  throw new Error('the parts are not their sum');
}

/** A message that is not as it was: one thing is wrong with most, two or three with some. */
export function mutated(text: string, rng: Rng, other: () => string): string {
  let result = text;
  for (let n = rng.next() < 0.7 ? 1 : 2 + rng.integer(2); n > 0 && result.length > 0; n--)
    result = mutation(rng)(result, rng, other);
  return result;
}
