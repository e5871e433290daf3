import { compute, INDICATORS, type Definition, type Input, type Series } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { inputsOf, randomBars } from './bars.js';

const BARS = randomBars(300, 20_240_103);
const PRICES: ReadonlySet<Input> = new Set(['open', 'high', 'low', 'close', 'value', 'other', 'bid', 'ask']);
const SIZES: ReadonlySet<Input> = new Set(['volume', 'bidSize', 'askSize']);

/** A power of two: every product with it is exact, so that a law of scale holds to the last bit. */
const SCALE = 4;
const SHIFT = 64;

/** What an output does when prices are multiplied (by which power), when sizes are, and when a constant is added to prices. */
interface Law {
  readonly price: number;
  readonly size: number;
  readonly shift: 'moves' | 'stays' | 'neither';
}

const law = (price: number, size: number, shift: Law['shift']): Law => ({ price, size, shift });

/** Outputs by what they are; `value` is not named. Those in no row are parts, angles, counts or signs of prices less prices. */
const LAWS: readonly (readonly [Law, string])[] = [
  [
    law(1, 0, 'moves'),
    `acceleration-bands.middle alligator.jaw alligator.teeth alligator.lips alma atr-trailing-stop bollinger-bands.middle
    bollinger-bands.upper bollinger-bands.lower chandelier-exit.long chandelier-exit.short dema donchian-channels.middle
    donchian-channels.upper donchian-channels.lower ema fractals.up fractals.down fractals.high fractals.low frama hma
    ichimoku.conversion ichimoku.base ichimoku.spanA ichimoku.spanB ichimoku.lagging kama keltner-channels.middle
    keltner-channels.upper keltner-channels.lower midpoint midprice moving-average-envelopes.middle moving-average moving-vwap
    parabolic-sar pivot-points.pivot pivot-points.r1 pivot-points.r2 pivot-points.r3 pivot-points.s1 pivot-points.s2
    pivot-points.s3 regression-channels.middle regression-channels.upper regression-channels.lower relative-moving-average
    rolling-pivots.pivot rolling-pivots.r1 rolling-pivots.r2 rolling-pivots.r3 rolling-pivots.s1 rolling-pivots.s2
    rolling-pivots.s3 sma starc-bands.middle starc-bands.upper starc-bands.lower supertrend supertrend.upper supertrend.lower
    t3 tema trima variable-period-average vidya-cmo vidya volatility-stop vwap vwap.upper vwap.lower vwma wilder wma zlema
    trix.average microprice decycler super-smoother linear-regression linear-regression.intercept linear-regression.atZero
    linear-regression.forecast median quantile standard-deviation.mean variance.mean average-price heikin-ashi.close
    heikin-ashi.open heikin-ashi.high heikin-ashi.low median-price typical-price weighted-close lag max min-max.min
    min-max.max min`,
  ],
  [
    law(1, 0, 'stays'),
    `apo awesome-oscillator awesome-oscillator.acceleration detrended-price-oscillator directional-movement.plusDm
    directional-movement.minusDm elder-ray.bull elder-ray.bear gator-oscillator.upper gator-oscillator.lower macd macd.signal
    macd.histogram macd-extended macd-extended.signal macd-extended.histogram momentum qstick squeeze-momentum swing-index
    swing-index.accumulated williams-accumulation-distribution atr average-day-range true-range roofing-filter
    linear-regression.slope linear-regression.deviation linear-regression.residualDeviation mean-deviation
    standard-deviation standard-error`,
  ],
  // Of prices as they are: a part of them is added, or they are below 0 for a short position, or filtered from 0 on.
  [
    law(1, 0, 'neither'),
    `acceleration-bands.upper acceleration-bands.lower mcginley-dynamic moving-average-envelopes.upper
    moving-average-envelopes.lower parabolic-sar-extended recursive-moving-trend-average zigzag.pivot zigzag.extreme
    dominant-cycle-period.inPhase dominant-cycle-period.quadrature instantaneous-trendline mama mama.fama sum`,
  ],
  [
    law(0, 0, 'neither'),
    `bollinger-bands.width donchian-channels.width keltner-channels.width zigzag.age zigzag.trend zigzag.extremeAge connors-rsi
    connors-rsi.percentRank coppock-curve disparity-index forecast-oscillator know-sure-thing know-sure-thing.signal ppo
    price-momentum-oscillator price-momentum-oscillator.signal roc roc.fraction roc.ratio roc-bands roc-bands.smoothed
    roc-bands.upper roc-bands.lower sortino-ratio trix mfi negative-volume-index positive-volume-index atr.percent
    average-day-range.percent garman-klass-volatility historical-volatility parkinson-volatility rogers-satchell-volatility
    ulcer-index yang-zhang-volatility dominant-cycle-period dominant-cycle-phase dominant-cycle-phase.sine
    dominant-cycle-phase.leadSine trend-mode beta beta.alpha hurst information-ratio max-drawdown price-relative-strength
    price-relative-strength.excess sharpe-ratio value-at-risk`,
  ],
  [law(0, 1, 'neither'), 'price-volume-trend'],
  [
    law(0, 1, 'stays'),
    `accumulation-distribution chaikin-money-flow.flow chaikin-oscillator klinger-oscillator klinger-oscillator.signal obv
    order-flow-imbalance`,
  ],
  [law(1, -1, 'stays'), 'market-facilitation-index'],
  [law(1, 1, 'stays'), 'force-index'],
  [law(2, -1, 'stays'), 'ease-of-movement ease-of-movement.average'],
  [law(2, 0, 'stays'), 'correlation.covariance correlation.variance correlation.otherVariance covariance variance'],
];

/** Parameters or formulas of these have a price, a volume or a unit of time within. */
const ABSOLUTE: ReadonlySet<string> = new Set([
  'decay',
  'linear-regression.angle',
  'polarized-fractal-efficiency',
  'renko',
  'renko.bricks',
  'renko.trend',
  'volume-profile.pointOfControl',
  'volume-profile.valueAreaHigh',
  'volume-profile.valueAreaLow',
  'vpin',
]);

const byOutput = new Map(
  LAWS.flatMap(([one, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, one] as const),
  ),
);
/** Not told with the defaults: the fourth levels of pivots, which one kind has. */
const UNKNOWN = /^(?:rolling-pivots|pivot-points)\.[rs]4$/;

const changed = (change: (value: number, input: Input) => number) =>
  Object.fromEntries(
    Object.entries(BARS).map(([input, values]) => [input, values.map((value) => change(value, input as Input))]),
  ) as typeof BARS;

const LARGER_PRICES = changed((value, input) => (PRICES.has(input) ? SCALE * value : value));
const LARGER_SIZES = changed((value, input) => (SIZES.has(input) ? SCALE * value : value));
const SHIFTED = changed((value, input) => (PRICES.has(input) ? SHIFT + value : value));

const over = (definition: Definition, bars: typeof BARS): Series => compute(definition, inputsOf(definition, bars));

/** Where the first value is another than expected; -0 counts as 0. */
function difference(got: Float64Array, expected: Float64Array, within = 0): string {
  const largest = expected.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 1);
  const at = expected.findIndex(
    (value, i) => Number.isNaN(value) !== Number.isNaN(got[i]) || Math.abs(value - got[i]) > within * largest,
  );
  return at < 0 ? 'none' : `value ${at} is ${got[at]} instead of ${expected[at]}`;
}

/** Functions of one or two values by themselves have no law of scale. */
const isArithmetic = ({ group, parameters }: Definition): boolean => group === 'math' && parameters.length === 0;

const CASES = INDICATORS.filter((definition) => !isArithmetic(definition)).map((definition) => ({
  definition,
  name: definition.name,
  outputs: definition.outputs.map(({ name }) => ({
    name,
    key: name === 'value' ? definition.name : `${definition.name}.${name}`,
  })),
}));
const hasLaw = ({ key }: { readonly key: string }): boolean => !ABSOLUTE.has(key) && !UNKNOWN.test(key);

describe.each(CASES.filter(({ outputs }) => outputs.some(hasLaw)))('$name', ({ definition, outputs }) => {
  const plain = over(definition, BARS);
  const [prices, sizes, shifted] = [LARGER_PRICES, LARGER_SIZES, SHIFTED].map((bars) => over(definition, bars));

  it.each(outputs.filter(hasLaw))('$name obeys its laws of scale and shift', ({ name, key }) => {
    const { price, size, shift } = byOutput.get(key) ?? law(0, 0, 'stays');
    const times = (factor: number): Float64Array => plain[name].map((value) => factor * value);
    expect(difference(prices[name], times(SCALE ** price))).toBe('none');
    expect(difference(sizes[name], times(SCALE ** size))).toBe('none');
    const moved = plain[name].map((value) => value + (shift === 'moves' ? SHIFT : 0));
    if (shift !== 'neither') expect(difference(shifted[name], moved, 1e-9)).toBe('none');
  });
});

it('has laws of outputs that there are alone, each once', () => {
  const all = new Set(CASES.flatMap(({ outputs }) => outputs.map(({ key }) => key)));
  const named = LAWS.flatMap(([, names]) => names.trim().split(/\s+/)).concat([...ABSOLUTE]);
  expect(named.filter((name) => !all.has(name))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});
