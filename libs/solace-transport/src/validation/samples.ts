/** Longest text and array made to try a limit; a larger limit is tried at this size only. */
const MAX_SAMPLE = 10_000;

const PLAIN: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e21,
  Number.NaN,
  Infinity,
  '',
  ' ',
  'a',
  '1',
  'abc-1.2',
  '\u0007',
  '\u{1d4b3}\u{1d4b3}',
  'a\ufe0fb\ufe0e',
  '\u{1d4b3}\ufe0f',
  [],
  [1],
  [1, 1],
  ['a', 'a', 'b'],
  [undefined],
  {},
  { a: 1 },
];

/** Values on both sides of what the constraints of a decorator divide. */
export function samplesFor(constraints: readonly unknown[]): unknown[] {
  return [...PLAIN, ...constraints.flatMap(around)];
}

function around(constraint: unknown): unknown[] {
  if (typeof constraint === 'number') {
    const sizes = [constraint - 1, constraint, constraint + 1].map((size) => Math.trunc(Math.min(size, MAX_SAMPLE)));
    const possible = sizes.filter((size) => size >= 0);
    return [
      constraint - 1,
      constraint - 0.5,
      constraint,
      constraint + 0.5,
      constraint + 1,
      ...possible.map((size) => 'x'.repeat(size)),
      ...possible.map((size) => '\u{1d4b3}'.repeat(size)),
      ...possible.map((size) => Array.from({ length: size }, (_, index) => index)),
    ];
  }
  if (constraint instanceof RegExp) return [constraint.source];
  if (Array.isArray(constraint)) return constraint.slice(0, MAX_SAMPLE);
  if (typeof constraint === 'object' && constraint !== null) return Object.entries(constraint).flat();
  return [constraint];
}
