import { scaled } from '../printed.js';
import { tulipCases } from '../sources.js';
import type { Vector } from '../vector.js';

type Parameters = Readonly<Record<string, number | string>>;

/** One of Tulip's and what it is of ours. */
interface Counterpart {
  readonly tulip: string;
  readonly inputs: number;
  readonly indicator: string;
  /** Ours for its options. */
  parameters(options: readonly number[]): Parameters;
  /** Our outputs, in the order of Tulip's. */
  readonly outputs: readonly string[];
  /** What one of theirs is of ours. */
  readonly unit?: number;
  readonly deviation?: string;
  readonly relative?: number;
}

const length = ([first]: readonly number[]): Parameters => ({ length: first });
const none = (): Parameters => ({});
const fastSlow = ([fast, slow]: readonly number[]): Parameters => ({ fast, slow, average: 'ema-first' });
const movement = ([first]: readonly number[]): Parameters => ({ length: first, seeding: 'short' });

/** Prices in 32nds are printed with four decimals, such as 101.9687 for 101.96875. */
const ROUNDED = { deviation: 'the prices are printed rounded', relative: 1e-5 } as const;

const COUNTERPARTS: readonly Counterpart[] = [
  { tulip: 'adx', inputs: 2, indicator: 'adx', parameters: movement, outputs: ['value'] },
  { tulip: 'adxr', inputs: 2, indicator: 'adx', parameters: movement, outputs: ['rating'] },
  { tulip: 'ao', inputs: 2, indicator: 'awesome-oscillator', parameters: none, outputs: ['value'] },
  { tulip: 'apo', inputs: 1, indicator: 'apo', parameters: fastSlow, outputs: ['value'] },
  { tulip: 'aroon', inputs: 2, indicator: 'aroon', parameters: length, outputs: ['down', 'up'] },
  { tulip: 'aroonosc', inputs: 2, indicator: 'aroon', parameters: length, outputs: ['oscillator'] },
  { tulip: 'bop', inputs: 4, indicator: 'balance-of-power', parameters: none, outputs: ['value'] },
  { tulip: 'cci', inputs: 3, indicator: 'cci', parameters: length, outputs: ['value'] },
  { tulip: 'cmo', inputs: 1, indicator: 'cmo', parameters: length, outputs: ['value'], ...ROUNDED },
  { tulip: 'crossany', inputs: 2, indicator: 'crossover', parameters: none, outputs: ['any'] },
  { tulip: 'crossover', inputs: 2, indicator: 'crossover', parameters: none, outputs: ['above'] },
  { tulip: 'di', inputs: 3, indicator: 'directional-movement', parameters: movement, outputs: ['plusDi', 'minusDi'] },
  { tulip: 'dm', inputs: 2, indicator: 'directional-movement', parameters: movement, outputs: ['plusDm', 'minusDm'] },
  { tulip: 'dpo', inputs: 1, indicator: 'detrended-price-oscillator', parameters: length, outputs: ['value'] },
  { tulip: 'dx', inputs: 2, indicator: 'directional-movement', parameters: movement, outputs: ['dx'] },
  { tulip: 'fosc', inputs: 1, indicator: 'forecast-oscillator', parameters: length, outputs: ['value'] },
  {
    tulip: 'macd',
    inputs: 1,
    indicator: 'macd',
    parameters: ([fast, slow, signal]) => ({ fast, slow, signal, seeding: 'first', weights: 'classic' }),
    outputs: ['value', 'signal', 'histogram'],
  },
  {
    tulip: 'mass',
    inputs: 2,
    indicator: 'mass-index',
    parameters: ([first]) => ({ length: first, seeding: 'first' }),
    outputs: ['value'],
  },
  { tulip: 'mom', inputs: 1, indicator: 'momentum', parameters: length, outputs: ['value'] },
  { tulip: 'ppo', inputs: 1, indicator: 'ppo', parameters: fastSlow, outputs: ['value'] },
  { tulip: 'qstick', inputs: 2, indicator: 'qstick', parameters: length, outputs: ['value'] },
  { tulip: 'roc', inputs: 1, indicator: 'roc', parameters: length, outputs: ['fraction'] },
  { tulip: 'rocr', inputs: 1, indicator: 'roc', parameters: length, outputs: ['ratio'] },
  { tulip: 'rsi', inputs: 1, indicator: 'rsi', parameters: length, outputs: ['value'] },
  {
    tulip: 'stoch',
    inputs: 3,
    indicator: 'stochastic',
    parameters: ([first, smoothing, signal]) => ({ length: first, smoothing, signal }),
    outputs: ['k', 'd'],
  },
  {
    tulip: 'stochrsi',
    inputs: 1,
    indicator: 'stochastic-rsi',
    parameters: ([first]) => ({ length: first, window: first }),
    outputs: ['k'],
    unit: 100,
  },
  {
    tulip: 'trix',
    inputs: 1,
    indicator: 'trix',
    parameters: ([first]) => ({ length: first, seeding: 'first' }),
    outputs: ['value'],
  },
  {
    tulip: 'ultosc',
    inputs: 3,
    indicator: 'ultimate-oscillator',
    parameters: ([short, middle, long]) => ({ short, middle, long }),
    outputs: ['value'],
  },
  { tulip: 'vhf', inputs: 1, indicator: 'vertical-horizontal-filter', parameters: length, outputs: ['value'] },
  { tulip: 'willr', inputs: 3, indicator: 'williams-r', parameters: length, outputs: ['value'] },
];

/** Tulip takes no closes where only highs and lows count; ours do, and these do not change what is compared. */
const withClose = (inputs: readonly Float64Array[], indicator: string): readonly Float64Array[] =>
  inputs.length === 2 && ['adx', 'directional-movement'].includes(indicator) ? [...inputs, inputs[1]] : inputs;

export const tulipMomentum = (): Vector[] =>
  COUNTERPARTS.flatMap((counterpart) =>
    tulipCases(counterpart.tulip, counterpart.inputs).map((one): Vector => {
      const { indicator, unit = 1, deviation, relative } = counterpart;
      return {
        source: 'Tulip',
        file: one.file,
        indicator,
        parameters: counterpart.parameters(one.options),
        inputs: withClose(one.inputs, indicator),
        expected: Object.fromEntries(
          counterpart.outputs.map((output, index) => [output, scaled(one.outputs[index], unit)]),
        ),
        deviation,
        relative,
      };
    }),
  );
