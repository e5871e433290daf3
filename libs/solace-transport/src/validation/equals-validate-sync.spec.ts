import 'reflect-metadata';
import { describe, it } from '@jest/globals';
import { plainToInstance, Type } from 'class-transformer';
import * as rules from 'class-validator';
import fc from 'fast-check';
import { compileCheck } from './compile-check.js';
import type { DtoClass } from './dto-class.js';
import { samplesFor } from './samples.js';

const { IsIn, IsInt, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } = rules;

enum Venue {
  Sim = 'sim',
  Other = 'other',
}
enum Level {
  Low,
  High,
}

class Leg {
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity: number;

  @IsOptional()
  @IsIn(['BUY', 'SELL'])
  side?: string;
}

class Base {
  @IsString()
  @MinLength(1)
  @MaxLength(8)
  @Matches(/^\P{Cc}+$/u)
  id: string;

  @rules.IsDefined()
  @rules.Allow()
  anything: unknown;
}

class Message extends Base {
  @IsNumber()
  price: number;

  @IsNumber()
  @rules.IsPositive()
  size: number;

  @rules.IsEnum(Venue)
  venue: Venue;

  @IsOptional()
  @rules.IsEnum(Level)
  level?: Level;

  @rules.IsBoolean()
  open: boolean;

  @rules.IsArray()
  @rules.ArrayMinSize(1)
  @rules.ArrayMaxSize(3)
  @rules.ArrayUnique()
  @rules.Length(1, 4, { each: true })
  tags: string[];

  @IsOptional()
  @rules.ValidateNested()
  @Type(() => Leg)
  leg?: Leg;

  @rules.ValidateNested({ each: true })
  @Type(() => Leg)
  legs: Leg[];

  @rules.Allow()
  note?: unknown;
}

const text = fc.oneof(fc.string({ maxLength: 10 }), fc.string({ unit: 'grapheme', maxLength: 10 }));
const leg = fc.record(
  { quantity: fc.integer({ min: 1, max: 1_000_000 }), side: fc.constantFrom('BUY', 'SELL') },
  { requiredKeys: ['quantity'] },
);
const valid = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 8 }).filter((id) => !/\p{Cc}/u.test(id)),
    anything: fc.oneof(fc.integer(), text),
    price: fc.double({ noNaN: true, noDefaultInfinity: true }),
    size: fc.double({ min: 0.001, max: 1e9, noNaN: true }),
    venue: fc.constantFrom('sim', 'other'),
    level: fc.constantFrom(0, 1, 'Low', 'High', null),
    open: fc.boolean(),
    tags: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    leg: fc.option(leg),
    legs: fc.array(leg, { maxLength: 3 }),
    note: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: ['id', 'anything', 'price', 'size', 'venue', 'open', 'tags', 'legs'] },
);

const SPECIAL = [
  null,
  true,
  0,
  -1,
  0.5,
  1e21,
  '',
  'sim',
  'BUY',
  '\u{1d4b3}'.repeat(8),
  'a\ufe0f'.repeat(6),
  '\u{1d4b3}\ufe0f',
  [],
  {},
];
const value = fc.oneof(fc.constantFrom<unknown>(...SPECIAL), fc.jsonValue({ maxDepth: 2 }), text, leg, fc.array(leg));

/** Keys that class-transformer drops are left out: of these a compiled check is stricter. */
const isKept = (name: string): boolean => !(name in Object.prototype);

/** One change somewhere in a message: a value replaced, a property taken away or added. */
function mutate(message: unknown, path: readonly number[], name: string, to: unknown, how: number): unknown {
  if (typeof message !== 'object' || message === null) return to;
  const copy = (Array.isArray(message) ? [...(message as unknown[])] : { ...message }) as Record<string, unknown>;
  const keys = Object.keys(copy);
  const [first = 0, ...rest] = path;
  const key = keys.length === 0 ? undefined : keys[first % keys.length];
  if (key === undefined || how === 0) copy[Array.isArray(copy) ? String(keys.length) : name] = to;
  else if (rest.length > 0) copy[key] = mutate(copy[key], rest, name, to, how);
  else if (how === 1 && !Array.isArray(copy)) delete copy[key];
  else copy[key] = to;
  return copy;
}

function asValidated(dto: DtoClass, message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const instance: object = plainToInstance(dto as new () => object, message);
  return rules.validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }).length === 0;
}

function agree(dto: DtoClass, messages: readonly unknown[]): boolean {
  const checks = [compileCheck(dto), compileCheck(dto, { generate: false })];
  return messages.every((message) => {
    const wanted = asValidated(dto, message);
    const [generated, interpreted] = checks.map((check) => check(message));
    if ((generated === undefined) === wanted && (interpreted === undefined) === wanted) return true;
    throw new Error(`${JSON.stringify(message)}: ${wanted}, generated ${generated}, interpreted ${interpreted}`);
  });
}

const DECORATORS: readonly (() => PropertyDecorator)[] = [
  () => IsString(),
  () => rules.IsBoolean(),
  () => rules.IsObject(),
  () => rules.IsArray(),
  () => IsInt(),
  () => IsNumber(),
  () => rules.IsNegative(),
  () => Min(0.5),
  () => Max(3),
  () => IsIn(['sim', 1, null, true]),
  () => rules.IsEnum(Level),
  () => rules.Equals('BUY'),
  () => rules.Length(2),
  () => MinLength(2),
  () => MaxLength(2),
  () => Matches('^[a-z]+$', 'i'),
  () => Matches(/a/g),
  () => rules.ArrayNotEmpty(),
  () => rules.ArrayMaxSize(2),
  () => IsString({ each: true }),
  () => Min(1, { each: true }),
  () => rules.IsDefined({ each: true }),
  () => IsIn(['a', 'b'], { each: true }),
  () => rules.Allow(),
  () => IsOptional(),
  () => rules.ValidateNested(),
];

/** A class with some of the decorators on some of its properties. */
function makeClass(fields: Readonly<Record<string, readonly number[]>>): DtoClass {
  class Made {}
  for (const [name, picks] of Object.entries(fields)) {
    for (const pick of picks) DECORATORS[pick]()(Made.prototype, name);
    if (picks.includes(DECORATORS.length - 1)) Type(() => Leg)(Made.prototype, name);
  }
  return Made;
}

describe('a compiled check', () => {
  it('says what validateSync says of valid and of mutated messages', () => {
    const path = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 3 });
    const mutation = fc.tuple(path, fc.string({ maxLength: 6 }).filter(isKept), value, fc.nat({ max: 4 }));
    fc.assert(
      fc.property(valid, fc.array(mutation, { minLength: 1, maxLength: 6 }), (message, mutations) => {
        if (!asValidated(Message, message)) throw new Error(`not valid: ${JSON.stringify(message)}`);
        return agree(Message, [message, ...mutations.map((mutated) => mutate(message, ...mutated))]);
      }),
      { numRuns: 400 },
    );
  });

  it('says what validateSync says of every decorator, on both sides of its limits', () => {
    const messages = samplesFor([2, 0.5, 3, 1]).map((a) => ({ a }));
    for (const pick of DECORATORS.keys()) agree(makeClass({ a: [pick] }), [{}, ...messages]);
  });

  it('says what validateSync says, whatever the decorators', () => {
    const names = ['a', 'b', 'c d'];
    const picks = fc.array(fc.nat({ max: DECORATORS.length - 1 }), { minLength: 1, maxLength: 3 });
    const fields = fc.dictionary(fc.constantFrom(...names), picks, { minKeys: 1, maxKeys: 3 });
    const message = fc.dictionary(fc.constantFrom(...names, 'd'), value, { maxKeys: 4 });
    fc.assert(
      fc.property(fields, fc.array(message, { minLength: 10, maxLength: 30 }), (given, messages) =>
        agree(
          makeClass(given),
          messages.map((one) => ({ ...one })),
        ),
      ),
      { numRuns: 300 },
    );
  });
});
