import { formatMoney, formatNanos, type Result } from '@bourseworks/domain';
import type { PerformanceShape, RiskMeasuresShape, TailRiskShape } from '@bourseworks/dto';
import { cornishFisherRisk, historicalRisk, normalRisk, type TailRisk } from '@bourseworks/portfolio';
import type { Measured } from './measured.js';

const LEVEL = 0.95;
/** One case in twenty is what the level speaks of: fewer days hold none. */
const MIN_DAYS = 20;

/** Only what is known: NaN and infinity have no text in JSON. */
function known<Name extends string>(ratios: Readonly<Record<Name, number>>): Partial<Record<Name, number>> {
  return Object.fromEntries(Object.entries(ratios).filter(([, value]) => Number.isFinite(value))) as Partial<
    Record<Name, number>
  >;
}

const tail = <Name extends string>(name: Name, risk: Result<TailRisk>): Partial<Record<Name, TailRiskShape>> =>
  (risk.ok ? { [name]: risk.value } : {}) as Partial<Record<Name, TailRiskShape>>;

/** Value at risk and expected shortfall of one day, or why they are not known. */
export function riskMeasures(returns: readonly number[]): RiskMeasuresShape {
  const days = returns.length;
  const head = { level: LEVEL, days };
  if (days < MIN_DAYS) return { ...head, reason: `${days} of the ${MIN_DAYS} daily returns that it takes` };
  if (!returns.every(Number.isFinite)) return { ...head, reason: 'a day began without equity' };
  return {
    ...head,
    ...tail('historical', historicalRisk(returns, LEVEL)),
    ...tail('normal', normalRisk(returns, LEVEL)),
    ...tail('cornishFisher', cornishFisherRisk(returns, LEVEL)),
  };
}

/** Undefined before the first point of equity. */
export function performanceShape(measured: Measured): PerformanceShape | undefined {
  const { performance } = measured;
  const [first] = performance.curve.daily();
  if (first === undefined) return undefined;
  const { trades, ...figures } = performance.summary();
  const { totalReturn, annualisedReturn, annualisedVolatility, sharpe, sortino, calmar, maxDrawdown } = figures;
  const { hitRatio, profitFactor, expectancy, sqn, kelly, turnover, exposureTime } = figures;
  const returns = measured.dailyReturns();
  return {
    since: formatNanos(performance.curve.points()[0]?.us ?? first.us),
    days: performance.curve.daily().length,
    highWaterMark: formatMoney(measured.highWaterMark),
    drawdown: formatMoney(measured.drawdown),
    ...known({ drawdownRatio: measured.drawdownRatio, maxDrawdown, totalReturn }),
    // One day alone says nothing of a year.
    ...(returns.length < 2 ? {} : known({ annualisedReturn, annualisedVolatility, sharpe, sortino, calmar })),
    trades,
    ...known({ hitRatio, profitFactor, expectancy, sqn, kelly, turnover, exposureTime }),
    risk: riskMeasures(returns),
  };
}
