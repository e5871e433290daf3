import type { Bars, Candle } from './bars.js';
import type { Indicatorts, Ixjb94, NextValue, SignalIndicator, TechnicalIndicators, TradingSignals } from './peers.js';

type SeriesName = 'high' | 'low' | 'close' | 'volume';
type Numbers = readonly number[];

/** An indicator that we have in common with peers: how each of them makes it. */
export interface Shared {
  /** Ours, by its name in the registry. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly inputs: readonly SeriesName[];
  readonly signals?: (library: TradingSignals) => SignalIndicator;
  readonly technical?: (library: TechnicalIndicators) => NextValue;
  /** The main output over the series in the order of `inputs`. */
  readonly ts?: (library: Indicatorts, series: readonly Numbers[]) => unknown;
  readonly ixjb94?: (library: InstanceType<Ixjb94['IndicatorsSync']>, series: readonly Numbers[]) => unknown;
}

const PERIOD = 14;
const make = (library: TradingSignals, name: string, ...parameters: unknown[]): SignalIndicator =>
  new library[name](...(parameters as never[]));
const technical =
  (name: string, settings: Readonly<Record<string, unknown>>, lists: readonly string[]): Shared['technical'] =>
  (library) =>
    new library[name]({ ...settings, ...Object.fromEntries(lists.map((list) => [list, []])) });

const CLOSE = ['close'] as const;
const HLC = ['high', 'low', 'close'] as const;

/** One average after another, with one parameter. */
const average = (name: string, length: number, upper: string, technically?: Shared['technical']): Shared => ({
  name,
  parameters: { length },
  inputs: CLOSE,
  signals: (library) => make(library, upper, length),
  ...(technically === undefined ? {} : { technical: technically }),
  ixjb94: (library, [close]) => library[name](close, length),
});

export const SHARED: readonly Shared[] = [
  {
    ...average('sma', 20, 'SMA', technical('SMA', { period: 20 }, ['values'])),
    ts: (library, [close]) => library['sma'](close, { period: 20 }),
  },
  {
    ...average('ema', 20, 'EMA', technical('EMA', { period: 20 }, ['values'])),
    ts: (library, [close]) => library['ema'](close, { period: 20 }),
  },
  average('wma', 20, 'WMA', technical('WMA', { period: 20 }, ['values'])),
  {
    ...average('dema', 20, 'DEMA'),
    ts: (library, [close]) => library['dema'](close, { period: 20 }),
  },
  {
    ...average('tema', 20, 'TEMA'),
    ts: (library, [close]) => library['tema'](close, { period: 20 }),
  },
  {
    name: 'rsi',
    parameters: { length: PERIOD },
    inputs: CLOSE,
    signals: (library) => make(library, 'RSI', PERIOD),
    technical: technical('RSI', { period: PERIOD }, ['values']),
    ts: (library, [close]) => library['rsi'](close, { period: PERIOD }),
    ixjb94: (library, [close]) => library['rsi'](close, PERIOD),
  },
  {
    name: 'macd',
    parameters: {},
    inputs: CLOSE,
    signals: (library) =>
      make(library, 'MACD', make(library, 'EMA', 12), make(library, 'EMA', 26), make(library, 'EMA', 9)),
    technical: technical(
      'MACD',
      { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false },
      ['values'],
    ),
    ts: (library, [close]) => library['macd'](close, { fast: 12, slow: 26, signal: 9 }),
    ixjb94: (library, [close]) => library['macd'](close, 12, 26, 9),
  },
  {
    name: 'bollinger-bands',
    parameters: { length: 20, deviations: 2 },
    inputs: CLOSE,
    signals: (library) => make(library, 'BollingerBands', 20, 2),
    technical: technical('BollingerBands', { period: 20, stdDev: 2 }, ['values']),
    ts: (library, [close]) => library['bb'](close, { period: 20 }),
    ixjb94: (library, [close]) => library['bbands'](close, 20, 2),
  },
  {
    name: 'atr',
    parameters: { length: PERIOD },
    inputs: HLC,
    signals: (library) => make(library, 'ATR', PERIOD),
    technical: technical('ATR', { period: PERIOD }, HLC),
    ts: (library, [high, low, close]) => library['atr'](high, low, close, { period: PERIOD }),
    ixjb94: (library, [high, low, close]) => library['atr'](high, low, close, PERIOD),
  },
  {
    name: 'stochastic',
    parameters: { length: PERIOD, smoothing: 1, signal: 3 },
    inputs: HLC,
    signals: (library) => make(library, 'StochasticOscillator', { kPeriod: PERIOD, kSlowingPeriod: 1, dPeriod: 3 }),
    technical: technical('Stochastic', { period: PERIOD, signalPeriod: 3 }, HLC),
    ts: (library, [high, low, close]) => library['stoch'](high, low, close, { kPeriod: PERIOD, dPeriod: 3 }),
    ixjb94: (library, [high, low, close]) => library['stoch'](high, low, close, PERIOD, 1, 3),
  },
  {
    name: 'adx',
    parameters: { length: PERIOD },
    inputs: HLC,
    signals: (library) => make(library, 'ADX', PERIOD),
    technical: technical('ADX', { period: PERIOD }, HLC),
    ixjb94: (library, [high, low]) => library['adx'](high, low, PERIOD),
  },
  {
    name: 'cci',
    parameters: { length: 20 },
    inputs: HLC,
    signals: (library) => make(library, 'CCI', 20),
    technical: technical('CCI', { period: 20 }, HLC),
    ts: (library, [high, low, close]) => library['cci'](high, low, close, { period: 20 }),
    ixjb94: (library, [high, low, close]) => library['cci'](high, low, close, 20),
  },
  {
    name: 'roc',
    parameters: { length: 10 },
    inputs: CLOSE,
    signals: (library) => make(library, 'ROC', 10),
    technical: technical('ROC', { period: 10 }, ['values']),
    ts: (library, [close]) => library['roc'](close, { period: 10 }),
    ixjb94: (library, [close]) => library['roc'](close, 10),
  },
  {
    name: 'williams-r',
    parameters: { length: PERIOD },
    inputs: HLC,
    signals: (library) => make(library, 'WilliamsR', PERIOD),
    technical: technical('WilliamsR', { period: PERIOD }, HLC),
    ts: (library, [high, low, close]) => library['willr'](high, low, close, { period: PERIOD }),
    ixjb94: (library, [high, low, close]) => library['willr'](high, low, close, PERIOD),
  },
  {
    name: 'obv',
    parameters: {},
    inputs: ['close', 'volume'],
    technical: technical('OBV', {}, ['close', 'volume']),
    ts: (library, [close, volume]) => library['obv'](close, volume),
    ixjb94: (library, [close, volume]) => library['obv'](close, volume),
  },
  {
    name: 'mfi',
    parameters: { length: PERIOD },
    inputs: ['high', 'low', 'close', 'volume'],
    signals: (library) => make(library, 'MFI', PERIOD),
    technical: technical('MFI', { period: PERIOD }, ['high', 'low', 'close', 'volume']),
    ts: (library, [high, low, close, volume]) => library['mfi'](high, low, close, volume, { period: PERIOD }),
    ixjb94: (library, [high, low, close, volume]) => library['mfi'](high, low, close, volume, PERIOD),
  },
  {
    name: 'trix',
    parameters: { length: 15 },
    inputs: CLOSE,
    technical: technical('TRIX', { period: 15 }, ['values']),
    ts: (library, [close]) => library['trix'](close, { period: 15 }),
    ixjb94: (library, [close]) => library['trix'](close, 15),
  },
  {
    name: 'parabolic-sar',
    parameters: { step: 0.02, maximum: 0.2 },
    inputs: ['high', 'low'],
    signals: (library) => make(library, 'PSAR', { accelerationStep: 0.02, accelerationMax: 0.2 }),
    technical: technical('PSAR', { step: 0.02, max: 0.2 }, ['high', 'low']),
    ixjb94: (library, [high, low]) => library['psar'](high, low, 0.02, 0.2),
  },
];

/** What a streaming peer is told of a bar: the close alone, or the candle. */
export const tellsClose = ({ inputs }: Shared): boolean => inputs.length === 1;

export const listsOf = ({ inputs }: Shared, { lists }: Bars): Numbers[] => inputs.map((input) => lists[input]);

/** The number of an answer: itself, or the first of its fields; the last of a series. NaN where there is none. */
export function numberOf(answer: unknown): number {
  if (typeof answer === 'number') return answer;
  if (Array.isArray(answer)) return answer.length === 0 ? NaN : numberOf(answer.at(-1));
  if (typeof answer !== 'object' || answer === null) return NaN;
  return numberOf(Object.values(answer)[0]);
}

export type { Candle };
