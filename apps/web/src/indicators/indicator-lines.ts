import type { checkParameters, compute, Definition, INDICATORS, Output, ParameterValue } from '@bourseworks/indicators';
import type { Candle } from '../market/bar-series.js';

/** What is used of the library, which is loaded when it is wanted. */
export interface IndicatorLibrary {
  readonly INDICATORS: typeof INDICATORS;
  readonly compute: typeof compute;
  readonly checkParameters: typeof checkParameters;
}

/** An indicator on a chart, with the parameters that differ from its defaults. */
export interface ChosenIndicator {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** One output of it over the candles. */
export interface IndicatorLine {
  /** The same as long as it is the same output of the same indicator. */
  readonly id: string;
  readonly title: string;
  /** The first of its indicator, after which that is called. */
  readonly isMain: boolean;
  /** `price` on the scale of prices, else the name of a pane of the indicator's own. */
  readonly pane: string;
  readonly points: readonly { readonly start: number; readonly value: number }[];
}

export const MAX_INDICATORS = 10;

const MICROSECONDS = 1_000;

/** What a candle has of what indicators take. */
const INPUTS: Readonly<Record<string, (candle: Candle) => number>> = {
  open: ({ open }) => open,
  high: ({ high }) => high,
  low: ({ low }) => low,
  close: ({ close }) => close,
  value: ({ close }) => close,
  volume: ({ volume }) => volume,
  time: ({ start }) => start * MICROSECONDS,
};

/** Whether candles are all that it takes. */
export const isOffered = ({ inputs }: Definition): boolean => inputs.every((input) => Object.hasOwn(INPUTS, input));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a stored layout says, as far as it can be read. */
export function readChosen(stored: unknown): readonly ChosenIndicator[] {
  if (!Array.isArray(stored)) return [];
  const chosen = stored.flatMap((one: unknown) =>
    isObject(one) && typeof one['name'] === 'string' && isObject(one['parameters'])
      ? [{ name: one['name'], parameters: one['parameters'] as ChosenIndicator['parameters'] }]
      : [],
  );
  return chosen.slice(0, MAX_INDICATORS);
}

/** Its name and the parameters that were set, such as `SMA 20`. */
export function labelOf({ name, parameters }: ChosenIndicator): string {
  return [name.toUpperCase(), ...Object.values(parameters)].join(' ');
}

function largest(series: Float64Array): number {
  let most = 0;
  for (const value of series) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Beyond it an output would flatten the main one, or be flattened by it: a width in percent beside bands of prices. */
const SCALE = 20;

const sharesScale = (main: Float64Array, other: Float64Array): boolean => {
  const [a, b] = [largest(main), largest(other)];
  return a === 0 || b === 0 || (a / b < SCALE && b / a < SCALE);
};

const ON_PRICES: ReadonlySet<string> = new Set(['overlap', 'price']);

/** Where a value of the candle at `index` is drawn, `shift` bars later; beyond the ends times go on evenly. */
function startAt(candles: readonly Candle[], index: number, shift: number, lengthMs: number): number {
  const at = index + shift;
  if (at < 0) return candles[0].start + at * lengthMs;
  const beyond = at - (candles.length - 1);
  return beyond > 0 ? candles[candles.length - 1].start + beyond * lengthMs : candles[at].start;
}

/**
 * The lines of one indicator over candles of `lengthMs`: its main output, and those on a scale with it. None for an indicator
 * that this version does not have.
 *
 * @throws IndicatorError INDICATOR_PARAMETER
 */
export function indicatorLines(
  { INDICATORS, compute, checkParameters }: IndicatorLibrary,
  chosen: ChosenIndicator,
  candles: readonly Candle[],
  lengthMs: number,
): readonly IndicatorLine[] {
  const definition = INDICATORS.find(({ name }) => name === chosen.name);
  if (definition === undefined || !isOffered(definition) || candles.length === 0) return [];
  const inputs = definition.inputs.map((input) => Float64Array.from(candles, INPUTS[input]));
  const series = compute(definition, inputs, chosen.parameters);
  const values = checkParameters(definition, chosen.parameters);
  const [main] = definition.outputs;
  const label = labelOf(chosen);
  const line = (output: Output): IndicatorLine => {
    const shift = output.displacement?.(values) ?? 0;
    const points = Array.from(series[output.name], (value, index) => ({
      start: startAt(candles, index, shift, lengthMs),
      value,
    })).filter(({ value }) => Number.isFinite(value));
    return {
      id: `${label}/${output.name}`,
      title: output === main ? label : `${label} ${output.title.toLowerCase()}`,
      isMain: output === main,
      pane: ON_PRICES.has(definition.group) ? 'price' : label,
      points,
    };
  };
  return definition.outputs.filter(({ name }) => sharesScale(series[main.name], series[name])).map(line);
}
