import { ok, parseNanos, refuse, type Refusal, type Result } from '@bourseworks/domain';

interface Described {
  /** One sentence for people: unit and effect. */
  readonly description: string;
  /** The value may be left out although there is no default. */
  readonly optional?: true;
}

interface Ranged extends Described {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface IntegerParameter extends Ranged {
  readonly type: 'integer';
}

export interface NumberParameter extends Ranged {
  readonly type: 'number';
}

/** Text such as `90s`, `5m`, `2h`, `1d`; the value is in microseconds, and so are the bounds. */
export interface DurationParameter extends Described {
  readonly type: 'duration';
  readonly default?: string;
  readonly min?: number;
  readonly max?: number;
}

/** ISO 8601 text or a decimal string of nanoseconds; the value is in microseconds since the epoch. */
export interface TimeParameter extends Described {
  readonly type: 'time';
  readonly default?: string;
}

export interface TextParameter extends Described {
  readonly type: 'text';
  readonly default?: string;
  readonly choices?: readonly string[];
}

export interface BooleanParameter extends Described {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface ListParameter extends Described {
  readonly type: 'list';
  readonly default?: readonly string[];
}

export type ParameterDefinition =
  | IntegerParameter
  | NumberParameter
  | DurationParameter
  | TimeParameter
  | TextParameter
  | BooleanParameter
  | ListParameter;

export type ParameterSchema = Readonly<Record<string, ParameterDefinition>>;

type PlainValue<D extends ParameterDefinition> = D extends { type: 'text'; choices: readonly (infer C)[] }
  ? C
  : D extends { type: 'text' }
    ? string
    : D extends { type: 'boolean' }
      ? boolean
      : D extends { type: 'list' }
        ? readonly string[]
        : number;

export type ParameterValues<S extends ParameterSchema> = {
  readonly [K in keyof S]: S[K] extends { readonly optional: true } ? PlainValue<S[K]> | undefined : PlainValue<S[K]>;
};

export type RawParameters = Readonly<Record<string, unknown>>;

/** Keeps the literal types of a schema, from which the types of the values follow. */
export function defineParameters<const S extends ParameterSchema>(schema: S): S {
  return schema;
}

const UNIT_US: Readonly<Record<string, number>> = { ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9, d: 8.64e10 };

/**
 * Checks the configured values against the schema and fills in the defaults. Unknown names are refused: a misspelt limit
 * would otherwise be a limit that is not there. Refuses with PARAMETER_INVALID, details name the parameter.
 */
export function readParameters<S extends ParameterSchema>(schema: S, raw: RawParameters): Result<ParameterValues<S>> {
  const unknown = Object.keys(raw).find((name) => !Object.hasOwn(schema, name));
  if (unknown !== undefined)
    return invalid(unknown, `is not a parameter; there are: ${Object.keys(schema).join(', ')}`);
  const values: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(schema)) {
    const given = raw[name] ?? definition.default;
    if (given === undefined) {
      if (definition.optional === true) continue;
      return invalid(name, 'is required');
    }
    const value = readValue(definition, given);
    if (typeof value === 'string' && value.startsWith(COMPLAINT)) return invalid(name, value.slice(COMPLAINT.length));
    values[name] = value;
  }
  return ok(values as ParameterValues<S>);
}

/** Marks a complaint apart from a text value. */
const COMPLAINT = '\u0000';

function invalid(name: string, complaint: string): { readonly ok: false; readonly refusal: Refusal } {
  return refuse('PARAMETER_INVALID', `parameter ${name} ${complaint}`, { parameter: name });
}

function readValue(definition: ParameterDefinition, given: unknown): unknown {
  switch (definition.type) {
    case 'integer':
    case 'number':
      return readNumber(definition, given);
    case 'duration':
      return readDuration(definition, given);
    case 'time':
      return readTime(given);
    case 'text':
      return readText(definition, given);
    case 'boolean':
      return typeof given === 'boolean' ? given : `${COMPLAINT}must be true or false`;
    case 'list':
      return Array.isArray(given) && given.every((item) => typeof item === 'string')
        ? Object.freeze([...given])
        : `${COMPLAINT}must be a list of texts`;
  }
}

function readNumber(definition: IntegerParameter | NumberParameter, given: unknown): number | string {
  if (typeof given !== 'number' || !Number.isFinite(given)) return `${COMPLAINT}must be a number`;
  if (definition.type === 'integer' && !Number.isSafeInteger(given)) return `${COMPLAINT}must be an integer`;
  return withinRange(definition, given, String);
}

function withinRange(
  range: { min?: number; max?: number },
  value: number,
  show: (bound: number) => string,
): number | string {
  const { min = -Infinity, max = Infinity } = range;
  if (value >= min && value <= max) return value;
  if (max === Infinity) return `${COMPLAINT}must be at least ${show(min)}`;
  if (min === -Infinity) return `${COMPLAINT}must be at most ${show(max)}`;
  return `${COMPLAINT}must be between ${show(min)} and ${show(max)}`;
}

function readDuration(definition: DurationParameter, given: unknown): number | string {
  const match = typeof given === 'string' ? /^(\d{1,9})(ms|s|m|h|d)$/.exec(given) : null;
  if (match === null) return `${COMPLAINT}must be a duration such as 90s, 5m, 2h`;
  return withinRange(definition, Number(match[1]) * UNIT_US[match[2]], (us) => `${us / 1e6}s`);
}

function readTime(given: unknown): number | string {
  if (typeof given !== 'string') return `${COMPLAINT}must be a time`;
  const nanos = parseNanos(given);
  if (nanos.ok) return nanos.value.us;
  const ms = /^\d{4}-\d{2}-\d{2}(T|$)/.test(given) ? Date.parse(given) : NaN;
  return Number.isNaN(ms) ? `${COMPLAINT}must be an ISO 8601 time or nanoseconds since the epoch` : ms * 1_000;
}

function readText(definition: TextParameter, given: unknown): string {
  if (typeof given !== 'string' || given === '' || given.length > 256 || given.startsWith(COMPLAINT)) {
    return `${COMPLAINT}must be a text of 1 to 256 characters`;
  }
  if (definition.choices !== undefined && !definition.choices.includes(given)) {
    return `${COMPLAINT}must be one of ${definition.choices.join(', ')}`;
  }
  return given;
}
