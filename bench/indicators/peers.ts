/** Of `trading-signals`: made once, told each value or candle. */
export interface SignalIndicator {
  update(input: unknown, replace: boolean): unknown;
}
type SignalClass = new (...parameters: never[]) => SignalIndicator;
export type TradingSignals = Readonly<Record<string, SignalClass>>;

/** Of `technicalindicators`: made with an object of settings. */
export interface NextValue {
  nextValue(input: unknown): unknown;
}
type NextValueClass = new (settings: Readonly<Record<string, unknown>>) => NextValue;
export type TechnicalIndicators = Readonly<Record<string, NextValueClass>>;

/** Of `indicatorts`: series, then an object of settings. */
type SeriesFunction = (...input: (readonly number[] | Readonly<Record<string, number>>)[]) => unknown;
export type Indicatorts = Readonly<Record<string, SeriesFunction>>;

/** Of `@ixjb94/indicators`: series, then settings one by one. */
type SyncFunction = (...input: (readonly number[] | number)[]) => unknown;
export interface Ixjb94 {
  readonly IndicatorsSync: new () => Readonly<Record<string, SyncFunction>>;
}
