import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  ValidatePromise,
} from 'class-validator';
import type { TransportError } from '../errors.js';
import { compileCheck } from './compile-check.js';
import type { DtoClass } from './dto-class.js';

class Leg {
  @IsInt()
  @Min(1)
  quantity: number;
}

class Order {
  @IsString()
  symbol: string;

  @IsOptional()
  @IsInt()
  n?: number;

  @ValidateNested({ each: true })
  @IsArray()
  @Type(() => Leg)
  legs: Leg[];
}

const good = { symbol: 'BTC/USD', legs: [{ quantity: 1 }] };

describe.each([{ generate: true }, { generate: false }])('a compiled check, %o', (options) => {
  const check = compileCheck(Order, options);

  it('names the first property at fault by its path', () => {
    expect(check(good)).toBeUndefined();
    expect(check({ ...good, n: null })).toBeUndefined();
    expect(check({ ...good, n: 'x' })).toBe('n');
    expect(check({ legs: [] })).toBe('symbol');
    expect(check({ ...good, legs: [{ quantity: 1 }, { quantity: 0 }] })).toBe('legs.quantity');
    expect(check({ ...good, legs: [7] })).toBe('legs');
    expect(check({ ...good, surprise: 1 })).toBe('surprise');
    expect(check({ ...good, ['s'.repeat(500)]: 1 })).toHaveLength(64);
  });

  it.each([null, undefined, 'text', 1, [], [good]])('refuses %p, which is no object', (message) => {
    expect(check(message)).toBe('');
  });

  it('refuses names that would reach a prototype', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const message: unknown = JSON.parse(JSON.stringify(good).replace('{', `{"${name}": {},`));
      expect(check(message)).toBe(name);
    }
  });

  it('does not remember one message while it looks at the next', () => {
    class Word {
      @Matches(/^a/g)
      a: string;
    }
    const word = compileCheck(Word, options);
    expect([1, 2, 3].map(() => word({ a: 'aa' }))).toEqual([undefined, undefined, undefined]);
  });
});

function IsLucky(name: string): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(propertyName),
      validator: { validate: (value: unknown) => value === 7 },
    });
}

function IsKnown(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isKnown',
      async: true,
      target: target.constructor,
      propertyName: String(propertyName),
      validator: { validate: () => Promise.resolve(true) },
    });
}

/** The text of the refusal of a class with these decorators on its property `x`. */
function refusal(...decorators: readonly PropertyDecorator[]): string {
  class Refused {}
  for (const decorate of decorators) decorate(Refused.prototype, 'x');
  return refusalOf(Refused);
}

function refusalOf(dto: DtoClass): string {
  try {
    compileCheck(dto);
  } catch (error) {
    expect((error as TransportError).code).toBe('HOT_DTO_UNSUPPORTED');
    return (error as TransportError).message;
  }
  throw new Error('compiled');
}

class Itself {
  @ValidateNested()
  @Type(() => Itself)
  next: Itself;
}

class Preset {
  @IsInt()
  n = 1;
}

class Method {
  @IsString()
  toString(): string {
    return '';
  }
}

class Bare {}

describe('a class is refused', () => {
  it.each([
    ['a validator of one’s own', [IsLucky('isLucky')], 'Refused.x carries @IsLucky, which cannot be compiled'],
    ['one by a known name', [IsLucky('isInt')], 'Refused.x carries @IsInt, which is not the one of class-validator'],
    ['an asynchronous one', [IsKnown()], 'Refused.x carries @IsKnown, which is asynchronous'],
    ['one outside the list', [IsUUID()], 'Refused.x carries @IsUuid, which cannot be compiled'],
    ['options outside the list', [IsNumber({ maxDecimalPlaces: 2 })], 'Refused.x carries @IsNumber'],
    ['ValidateIf', [IsString(), ValidateIf(() => true)], 'Refused.x carries @ValidateIf'],
    ['validateIf', [IsString({ validateIf: () => true })], 'Refused.x uses validateIf'],
    ['groups', [IsString({ groups: ['a'] })], 'Refused.x uses groups'],
    ['a promise', [ValidatePromise()], 'Refused.x carries a promiseValidation'],
    ['Transform', [IsString(), Transform(({ value }) => value as unknown)], 'Refused.x carries @Transform'],
    ['Expose', [IsString(), Expose({ name: 'y' })], 'Refused uses @Expose'],
    ['Exclude', [IsString(), Exclude()], 'Refused uses @Exclude'],
    ['a conversion', [IsString(), Type(() => String)], 'Refused.x carries @Type without @ValidateNested'],
    ['a nested conversion', [ValidateNested(), Type(() => Date)], 'Refused.x is converted by @Type'],
    ['nesting without a class', [ValidateNested()], 'Refused.x carries @ValidateNested without @Type'],
    ['a sticky pattern', [Matches(/a/y)], 'Refused.x carries @Matches'],
  ])('for %s', (_what, decorators, text) => {
    expect(refusal(...decorators)).toContain(text);
  });

  it('for nesting itself, a value of its own, a method, or nothing decorated', () => {
    expect(refusalOf(Itself)).toContain('Itself contains itself');
    expect(refusalOf(Preset)).toContain('Preset gives n a value of its own');
    expect(refusalOf(Method)).toContain('Method.toString has the name of a method');
    expect(refusalOf(Bare)).toContain('Bare has no decorated property');
  });

  it('with all its mistakes, in nested classes too', () => {
    class Inner {
      @IsUUID()
      id: string;
    }
    class Outer {
      @IsUUID()
      id: string;

      @ValidateNested()
      @Type(() => Inner)
      inner: Inner;
    }
    expect(refusalOf(Outer)).toMatch(/Outer\.id .*; Inner\.id /);
  });
});
