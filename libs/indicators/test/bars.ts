import { SeededRng } from '@bourseworks/ports';
import type { Definition, Input } from '@bourseworks/indicators';

const DAY_US = 86_400_000_000;
/** 2024-01-01 00:00 UTC. */
const START_US = 1_704_067_200_000_000;

/** A random walk of `count` bars of a day, with volumes, quotes and a second series beside it: one series for each input. */
export function randomBars(count: number, seed: number): Readonly<Record<Input, Float64Array<ArrayBuffer>>> {
  const rng = new SeededRng(seed);
  const names: readonly Input[] = [
    'open',
    'high',
    'low',
    'close',
    'volume',
    'time',
    'value',
    'other',
    'bid',
    'ask',
    'bidSize',
    'askSize',
  ];
  const series = Object.fromEntries(names.map((name) => [name, new Float64Array(count)])) as Record<
    Input,
    Float64Array<ArrayBuffer>
  >;
  let close = 100;
  let other = 50;
  for (let i = 0; i < count; i++) {
    const open = close * (1 + 0.004 * (rng.next() - 0.5));
    close = open * (1 + 0.04 * (rng.next() - 0.5));
    other *= 1 + 0.4 * (close / open - 1) + 0.02 * (rng.next() - 0.5);
    const high = Math.max(open, close) * (1 + 0.01 * rng.next());
    const low = Math.min(open, close) * (1 - 0.01 * rng.next());
    const values: Record<Input, number> = {
      open,
      high,
      low,
      close,
      other,
      volume: Math.round(1_000 + 9_000 * rng.next()),
      time: START_US + i * DAY_US,
      value: close,
      bid: close - 0.01 * Math.ceil(3 * rng.next()),
      ask: close + 0.01 * Math.ceil(3 * rng.next()),
      bidSize: Math.ceil(100 * rng.next()),
      askSize: Math.ceil(100 * rng.next()),
    };
    for (const name of names) series[name][i] = values[name];
  }
  return series;
}

/** Functions that are defined from -1 to 1 alone: of prices they would have nothing but NaN. */
const WITHIN_ONE: ReadonlySet<string> = new Set(['acos', 'asin']);

/** Those series of them that an indicator takes, in the order of its inputs. */
export function inputsOf(
  definition: Definition,
  bars: Readonly<Record<Input, Float64Array<ArrayBuffer>>>,
): Float64Array<ArrayBuffer>[] {
  const scale = WITHIN_ONE.has(definition.name) ? 1e-4 : 1;
  return definition.inputs.map((input) => bars[input].map((value) => value * scale));
}
