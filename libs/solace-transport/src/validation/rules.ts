import { arrayUnique, maxLength, minLength } from 'class-validator';

/** What `typeof` (or Array.isArray) says of every value that a rule accepts. */
export type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** Gives a constant a name in the generated code. */
export type Keep = (constant: unknown) => string;

/** One constraint of a property, in both forms that a check can be made of. */
export interface Rule {
  readonly kind?: Kind;
  /** The whole constraint, kind included. */
  readonly test: (value: unknown) => boolean;
  /** An expression over the variable `v`, whose kind is known already; undefined when the kind says it all. */
  readonly source?: (v: string, keep: Keep) => string;
}

/** Makes the rule of a decorator out of its constraints; undefined when this use of it cannot be compiled. */
type RuleMaker = (constraints: readonly unknown[]) => Rule | undefined;

/** Values compared one by one in the generated code; above it a Set is quicker. */
const MAX_COMPARED = 12;

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function typed<T>(kind: Kind, test: (value: T) => boolean, source?: Rule['source']): Rule {
  return { kind, test: (value) => isOfKind(kind, value) && test(value as T), source };
}

export function isOfKind(kind: Kind, value: unknown): boolean {
  if (kind === 'array') return Array.isArray(value);
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === kind;
}

const always = (): boolean => true;

/** One of some values, compared as `===` does. */
function oneOf(values: readonly unknown[]): Rule | undefined {
  const known = new Set(values);
  // NaN equals nothing, but is found in a Set.
  if (values.some((value) => Number.isNaN(value))) return undefined;
  const literal = values.every((value) => typeof value === 'string' || isFiniteNumber(value));
  if (literal && known.size > 0 && known.size <= MAX_COMPARED) {
    const compare = (v: string): string => [...known].map((value) => `${v} === ${JSON.stringify(value)}`).join(' || ');
    return { test: (value) => known.has(value), source: (v) => `(${compare(v)})` };
  }
  return { test: (value) => known.has(value), source: (v, keep) => `${keep(known)}.has(${v})` };
}

/**
 * Length as class-validator counts it: a surrogate pair and a presentation sequence are one character, so that a text of
 * n code units has between n / 3 and n characters. Most texts are decided by that without being looked through.
 */
function lengthBetween(min: number, max: number | undefined): Rule {
  const enough = (text: string): boolean => text.length > 3 * (min - 1) || minLength(text, min);
  if (max === undefined) {
    return typed<string>(
      'string',
      (text) => text.length >= min && enough(text),
      (v, keep) => `${v}.length >= ${min} && (${v}.length > ${3 * (min - 1)} || ${keep(enough)}(${v}))`,
    );
  }
  const fits = (text: string): boolean => text.length <= max || (text.length <= 3 * max && maxLength(text, max));
  const upper = (v: string, keep: Keep): string => `(${v}.length <= ${max} || ${keep(fits)}(${v}))`;
  if (min <= 0) return typed<string>('string', fits, upper);
  return typed<string>(
    'string',
    (text) => text.length >= min && enough(text) && fits(text),
    (v, keep) =>
      `${v}.length >= ${min} && (${v}.length > ${3 * (min - 1)} || ${keep(enough)}(${v})) && ${upper(v, keep)}`,
  );
}

/** A sticky pattern remembers where it stopped: its answer would depend on the message before. */
function matching(pattern: unknown, modifiers: unknown): Rule | undefined {
  const given = pattern instanceof RegExp ? pattern : new RegExp(String(pattern), modifiers as string | undefined);
  if (given.sticky) return undefined;
  const own = new RegExp(given.source, given.flags.replace('g', ''));
  return typed<string>(
    'string',
    (text) => own.test(text),
    (v, keep) => `${keep(own)}.test(${v})`,
  );
}

function numberOf(options: object): Rule | undefined {
  const special = Object.values(options).some((value) => value !== undefined && value !== false);
  return special ? undefined : typed<number>('number', Number.isFinite, (v) => `Number.isFinite(${v})`);
}

const bound =
  (test: (value: number, limit: number) => boolean, operator: string): RuleMaker =>
  ([limit]) =>
    isFiniteNumber(limit)
      ? typed<number>(
          'number',
          (value) => test(value, limit),
          (v) => `${v} ${operator} ${limit}`,
        )
      : undefined;

const sized =
  (test: (size: number, limit: number) => boolean, operator: string): RuleMaker =>
  ([limit]) =>
    isCount(limit)
      ? typed<unknown[]>(
          'array',
          ({ length }) => test(length, limit),
          (v) => `${v}.length ${operator} ${limit}`,
        )
      : undefined;

/** By the names that class-validator gives its decorators. What is not here is refused. */
const MAKERS: Readonly<Record<string, RuleMaker>> = {
  isDefined: () => ({ test: (value) => value !== undefined && value !== null, source: (v) => `${v} != null` }),
  isString: () => typed('string', always),
  isBoolean: () => typed('boolean', always),
  isObject: () => typed('object', always),
  isArray: () => typed('array', always),
  isInt: () => typed<number>('number', Number.isInteger, (v) => `Number.isInteger(${v})`),
  isNumber: ([options]) => numberOf(options ?? {}),
  isIn: ([values]) => (Array.isArray(values) ? oneOf(values) : undefined),
  isEnum: ([entity]) => oneOf(Object.values(entity as object)),
  equals: ([value]) => oneOf([value]),
  min: bound((value, limit) => value >= limit, '>='),
  max: bound((value, limit) => value <= limit, '<='),
  isPositive: () =>
    typed<number>(
      'number',
      (value) => value > 0,
      (v) => `${v} > 0`,
    ),
  isNegative: () =>
    typed<number>(
      'number',
      (value) => value < 0,
      (v) => `${v} < 0`,
    ),
  isLength: ([min, max]) => (isCount(min) && (max === undefined || isCount(max)) ? lengthBetween(min, max) : undefined),
  minLength: ([min]) => (isCount(min) ? lengthBetween(min, undefined) : undefined),
  maxLength: ([max]) => (isCount(max) ? lengthBetween(0, max) : undefined),
  matches: ([pattern, modifiers]) => matching(pattern, modifiers),
  arrayNotEmpty: () =>
    typed<unknown[]>(
      'array',
      ({ length }) => length > 0,
      (v) => `${v}.length > 0`,
    ),
  arrayMinSize: sized((size, limit) => size >= limit, '>='),
  arrayMaxSize: sized((size, limit) => size <= limit, '<='),
  arrayUnique: () =>
    typed<unknown[]>(
      'array',
      (values) => arrayUnique(values),
      (v, keep) => `${keep(arrayUnique)}(${v})`,
    ),
};

/** The rule of a decorator; undefined when it, or this use of it, cannot be compiled. */
export function ruleOf(name: string | undefined, constraints: readonly unknown[]): Rule | undefined {
  return name !== undefined && Object.hasOwn(MAKERS, name) ? MAKERS[name](constraints) : undefined;
}
