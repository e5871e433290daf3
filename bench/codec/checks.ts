import 'reflect-metadata';
import { deepStrictEqual } from 'node:assert';
import { compileCheck } from '@bourseworks/solace-transport';
import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { NAMED } from './ticks.js';

const NANOS = /^\d{1,19}$/;

class Tick {
  @IsIn(['quote', 'trade'])
  kind: string;

  @IsString()
  @MinLength(1)
  @MaxLength(64)
  venue: string;

  @IsString()
  @MinLength(1)
  @MaxLength(64)
  symbol: string;

  @IsInt()
  @Min(1)
  sequence: number;

  @IsString()
  @Matches(NANOS)
  time: string;

  @IsNumber()
  @Min(0)
  bid: number;

  @IsNumber()
  @Min(0)
  bidSize: number;

  @IsNumber()
  @Min(0)
  ask: number;

  @IsOptional()
  @IsNumber()
  @Min(0)
  askSize?: number;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= 64;
const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** The same by hand: the properties that may be there, each what it must be, and no other. */
function byHand(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false;
  const { kind, venue, symbol, sequence, time, bid, bidSize, ask, askSize } = message as Record<string, unknown>;
  if (kind !== 'quote' && kind !== 'trade') return false;
  if (!isText(venue) || !isText(symbol)) return false;
  if (typeof sequence !== 'number' || !Number.isInteger(sequence) || sequence < 1) return false;
  if (typeof time !== 'string' || !NANOS.test(time)) return false;
  if (!isAmount(bid) || !isAmount(bidSize) || !isAmount(ask)) return false;
  if (askSize != null && !isAmount(askSize)) return false;
  let allowed = 'askSize' in message ? 9 : 8;
  for (const _name in message) allowed--;
  return allowed === 0;
}

export type CheckName = 'compiled' | 'closures' | 'handWritten' | 'classValidator';
export type Checks = Record<CheckName, (message: unknown) => boolean>;

const { askSize: _, ...withoutSize } = { ...NAMED[0] };

/** Right and wrong ones, to hold the checks equal before they are timed. */
const SAMPLES: readonly unknown[] = [
  ...NAMED,
  withoutSize,
  { ...NAMED[0], askSize: null },
  { ...NAMED[0], kind: 'bar' },
  { ...NAMED[0], venue: '' },
  { ...NAMED[0], symbol: 'x'.repeat(65) },
  { ...NAMED[0], sequence: 0 },
  { ...NAMED[0], sequence: 1.5 },
  { ...NAMED[0], time: '-1' },
  { ...NAMED[0], bid: -1 },
  { ...NAMED[0], ask: '1' },
  { ...NAMED[0], surprise: 1 },
  {},
];

export const MESSAGES: readonly unknown[] = [...NAMED, withoutSize].map(
  (tick) => JSON.parse(JSON.stringify(tick)) as unknown,
);

export function checks(): Checks {
  const compiled = compileCheck(Tick);
  const closures = compileCheck(Tick, { generate: false });
  const all: Checks = {
    compiled: (message) => compiled(message) === undefined,
    closures: (message) => closures(message) === undefined,
    handWritten: byHand,
    classValidator: (message) =>
      validateSync(plainToInstance(Tick, message) as object, { whitelist: true, forbidNonWhitelisted: true }).length ===
      0,
  };
  for (const sample of SAMPLES) {
    const said = Object.values(all).map((check) => check(sample));
    deepStrictEqual(
      said,
      said.map(() => said[0]),
      JSON.stringify(sample),
    );
  }
  return all;
}
