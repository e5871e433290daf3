import { DomainError, parseMoney, type Money, type Timestamp } from '@bourseworks/domain';
import { roundedUnitsOfText, textOfNumber, unitsOfText, type UnitsProblem } from './decimal-text.js';
import { rfc3339 } from './rfc3339.js';

/** A JSON object of a venue, every field still to be doubted. */
export type Raw = Readonly<Record<string, unknown>>;

export interface FieldReaderOptions {
  /** Name of the adapter, for the details of errors. */
  readonly adapter: string;
  /** What messages call the venue, as it begins a sentence: `Alpaca`, `the exchange`. */
  readonly venue: string;
}

/** Reads what a venue sent. All but `badData` throw DomainError DATA_FORMAT for what is not as it should be. */
export interface FieldReader {
  /** The error that says `<venue> sent <what>`. */
  readonly badData: (what: string) => DomainError;
  readonly asRaw: (value: unknown, what: string) => Raw;
  readonly parseJson: (text: string) => unknown;
  /** A JSON object of a text. */
  readonly parseObject: (text: string) => Raw;
  readonly textOf: (raw: Raw, field: string) => string;
  /** Undefined for a field that is not there, or null. */
  readonly optionalText: (raw: Raw, field: string) => string | undefined;
  /** One of the texts that are known. */
  readonly oneOf: <T extends string>(raw: Raw, field: string, known: readonly T[]) => T;
  /** A whole number of at least 0: a time, a sequence, a count. */
  readonly countOf: (raw: Raw, field: string) => number;
  readonly listOf: (raw: Raw, field: string) => readonly unknown[];
  /** Units of a non-negative decimal text at `scale` digits, exactly: what is finer is refused. */
  readonly unitsOf: (value: unknown, scale: number) => number;
  /** As unitsOf, of a decimal text or a JSON number, up to `max` units, which is at most 2^53 - 1. */
  readonly exactUnitsOf: (value: unknown, scale: number, max: number) => number;
  /** As unitsOf, with a sign. */
  readonly signedUnitsOf: (value: unknown, scale: number) => number;
  /** As unitsOf, of a decimal text or a JSON number, rounded to the nearest: for averages and market data. */
  readonly roundedUnitsOf: (value: unknown, scale: number) => number;
  /** Ledger money, 10^-18, of a decimal text with up to 18 decimals, with a sign. */
  readonly moneyOf: (value: unknown) => Money;
  /** RFC 3339 text with up to nine decimals. */
  readonly timeOf: (raw: Raw, field: string) => Timestamp;
}

export function fieldReader({ adapter, venue }: FieldReaderOptions): FieldReader {
  const badData = (what: string): DomainError =>
    new DomainError({ code: 'DATA_FORMAT', message: `${venue} sent ${what}`, details: { adapter } });
  const asRaw = (value: unknown, what: string): Raw => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
    throw badData(`no object as ${what}`);
  };
  const parseJson = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw badData('text that is not JSON');
    }
  };
  const textOf = (raw: Raw, field: string): string => {
    const value = raw[field];
    if (typeof value === 'string') return value;
    throw badData(`no text in ${field}`);
  };
  return {
    badData,
    asRaw,
    parseJson,
    textOf,
    parseObject: (text) => asRaw(parseJson(text), 'a message'),
    optionalText: (raw, field) => (raw[field] === undefined || raw[field] === null ? undefined : textOf(raw, field)),
    oneOf: (raw, field, known) => {
      const value = known.find((one) => one === raw[field]);
      if (value !== undefined) return value;
      throw badData(`${quoted(raw[field])} in ${field}`);
    },
    countOf: (raw, field) => {
      const value = raw[field];
      if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
      throw badData(`no whole number in ${field}`);
    },
    listOf: (raw, field) => {
      const value = raw[field];
      if (Array.isArray(value)) return value;
      throw badData(`no list in ${field}`);
    },
    timeOf: (raw, field) => {
      const time = rfc3339(textOf(raw, field));
      if (time !== undefined) return time;
      throw badData(`no time in ${field}`);
    },
    ...numbers(badData),
  };
}

type Numbers = Pick<FieldReader, 'unitsOf' | 'exactUnitsOf' | 'signedUnitsOf' | 'roundedUnitsOf' | 'moneyOf'>;

function numbers(badData: (what: string) => DomainError): Numbers {
  const checked = (units: number | UnitsProblem, value: string, scale: number): number => {
    if (typeof units === 'number') return units;
    if (units === 'too fine') throw badData(`more than ${scale} decimals in ${quoted(value)}`);
    throw badData(`the number ${quoted(value)}${units === 'too large' ? ', which is too large' : ''}`);
  };
  const unitsOf = (value: unknown, scale: number): number => {
    if (typeof value !== 'string' || value.length === 0) throw badData('a number that is no decimal string');
    return checked(unitsOfText(value, scale), value, scale);
  };
  const textOrNumber = (value: unknown): string => {
    const text = typeof value === 'number' && value >= 0 ? textOfNumber(value) : value;
    if (typeof text === 'string' && text.length > 0) return text;
    throw badData('a number that is no decimal');
  };
  return {
    unitsOf,
    exactUnitsOf: (value, scale, max) => {
      const text = textOrNumber(value);
      return checked(unitsOfText(text, scale, max), text, scale);
    },
    signedUnitsOf: (value, scale) =>
      typeof value === 'string' && value.startsWith('-') ? 0 - unitsOf(value.slice(1), scale) : unitsOf(value, scale),
    roundedUnitsOf: (value, scale) => {
      const text = textOrNumber(value);
      return checked(roundedUnitsOfText(text, scale), text, scale);
    },
    moneyOf: (value) => {
      const money = typeof value === 'string' ? parseMoney(value) : undefined;
      if (money?.ok === true) return money.value;
      throw badData('an amount that is no decimal string');
    },
  };
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : `a ${typeof value}`;
}
