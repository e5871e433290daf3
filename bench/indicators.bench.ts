import { checkParameters, compute, findIndicator, type Indicator } from '@bourseworks/indicators';
import { defineBench } from './harness/bench.js';
import { peer } from './harness/peer.js';
import { makeBars, type Bars } from './indicators/bars.js';
import type { Indicatorts, Ixjb94, TechnicalIndicators, TradingSignals } from './indicators/peers.js';
import { listsOf, numberOf, SHARED, tellsClose, type Shared } from './indicators/shared.js';

const BARS = 5_000;

/** Takes all bars once; a number that depends on the last answer, so that nothing is compiled away. */
type Pass = () => number;

function ownStreaming({ name, parameters, inputs }: Shared, bars: Bars): Pass {
  const definition = findIndicator(name);
  const values = checkParameters(definition, parameters);
  const series = inputs.map((input) => bars[input]);
  const [a, b, c, d] = series;
  const passes: Record<number, (indicator: Indicator) => void> = {
    1: (indicator) => {
      for (let i = 0; i < BARS; i++) indicator.update(a[i]);
    },
    2: (indicator) => {
      for (let i = 0; i < BARS; i++) indicator.update(a[i], b[i]);
    },
    3: (indicator) => {
      for (let i = 0; i < BARS; i++) indicator.update(a[i], b[i], c[i]);
    },
    4: (indicator) => {
      for (let i = 0; i < BARS; i++) indicator.update(a[i], b[i], c[i], d[i]);
    },
  };
  return () => {
    const indicator = definition.create(values);
    passes[series.length](indicator);
    return indicator.value;
  };
}

function ownBatch({ name, parameters, inputs }: Shared, bars: Bars): Pass {
  const definition = findIndicator(name);
  const series = inputs.map((input) => bars[input]);
  return () => compute(definition, series, parameters)[definition.outputs[0].name][BARS - 1];
}

/** Nanoseconds of CPU time of a bar. */
function nsEach(pass: Pass, passes: number): number {
  const startedAt = process.cpuUsage().user;
  let sum = 0;
  for (let i = 0; i < passes; i++) sum += pass();
  const elapsedUs = process.cpuUsage().user - startedAt;
  if (sum === Infinity) throw new Error('a value is no number');
  return (elapsedUs * 1e3) / (passes * BARS);
}

interface Libraries {
  readonly signals: TradingSignals;
  readonly technical: TechnicalIndicators;
  readonly ts: Indicatorts;
  readonly ixjb94: InstanceType<Ixjb94['IndicatorsSync']>;
}

function contenders(shared: Shared, bars: Bars, libraries: Libraries): Record<string, Pass> {
  const { signals, technical, ts, ixjb94 } = shared;
  const { candles } = bars;
  const close = tellsClose(shared);
  const lists = listsOf(shared, bars);
  const all: Record<string, Pass> = { own: ownStreaming(shared, bars), ownBatch: ownBatch(shared, bars) };
  if (signals !== undefined)
    all['trading-signals'] = () => {
      const indicator = signals(libraries.signals);
      let last: unknown;
      for (let i = 0; i < BARS; i++) last = indicator.update(close ? candles[i].close : candles[i], false);
      return numberOf(last);
    };
  if (technical !== undefined)
    all['technicalindicators'] = () => {
      const indicator = technical(libraries.technical);
      let last: unknown;
      for (let i = 0; i < BARS; i++) last = indicator.nextValue(close ? candles[i].close : candles[i]);
      return numberOf(last);
    };
  if (ts !== undefined) all['indicatorts'] = () => numberOf(ts(libraries.ts, lists));
  if (ixjb94 !== undefined) all['@ixjb94/indicators'] = () => numberOf(ixjb94(libraries.ixjb94, lists));
  return all;
}

const STREAMING = ['trading-signals', 'technicalindicators'];
const BATCH = ['indicatorts', '@ixjb94/indicators'];

/**
 * Every indicator that we share with peers from npm: bar by bar beside `trading-signals` and `technicalindicators`, over whole
 * series beside `indicatorts` and `@ixjb94/indicators`. The ratio of each is against the quicker peer; the goals are those
 * of the slowest ratio. What each comes to for the last bar is told too: conventions differ.
 */
export const bench = defineBench({
  name: 'indicators',
  goals: [
    { name: 'minStreamingRatioVsBestPeer', op: '>=', goal: 5 },
    { name: 'minBatchRatioVsBestPeer', op: '>=', goal: 2 },
  ],
  async measure({ quick, rounds, say }) {
    const signals = await peer<TradingSignals>('trading-signals');
    const technical = await peer<TechnicalIndicators>('technicalindicators');
    const ts = await peer<Indicatorts>('indicatorts');
    const ixjb94 = await peer<Ixjb94>('@ixjb94/indicators');
    const libraries = {
      signals: signals.module,
      technical: technical.module,
      ts: ts.module,
      ixjb94: new ixjb94.module.IndicatorsSync(),
    };
    const bars = makeBars(BARS);
    const ratios: Record<string, { streaming: number; batch: number }> = {};
    const ns: Record<string, Record<string, number>> = {};
    const last: Record<string, Record<string, number>> = {};
    for (const shared of SHARED) {
      const all = contenders(shared, bars, libraries);
      last[shared.name] = Object.fromEntries(Object.entries(all).map(([name, pass]) => [name, pass()]));
      const passes = (name: string): number => (name.startsWith('own') ? 8 : 1) * (quick ? 1 : 3);
      const timed = Object.entries(all).map(([name, pass]) => [name, () => nsEach(pass, passes(name))] as const);
      const found = await rounds(Object.fromEntries(timed));
      const median = (name: string): number => found[name]?.median ?? Infinity;
      const best = (names: readonly string[]): number => Math.min(...names.map(median));
      ratios[shared.name] = { streaming: best(STREAMING) / median('own'), batch: best(BATCH) / median('ownBatch') };
      ns[shared.name] = Object.fromEntries(Object.keys(all).map((name) => [name, median(name)]));
      say(
        `${shared.name}: ${ratios[shared.name].streaming.toFixed(1)} bar by bar, ${ratios[shared.name].batch.toFixed(1)} over series`,
      );
    }
    const least = (form: 'streaming' | 'batch'): number => Math.min(...Object.values(ratios).map((one) => one[form]));
    return {
      values: { minStreamingRatioVsBestPeer: least('streaming'), minBatchRatioVsBestPeer: least('batch') },
      figures: { ratios, ns, last },
      peers: {
        'trading-signals': signals.version,
        technicalindicators: technical.version,
        indicatorts: ts.version,
        '@ixjb94/indicators': ixjb94.version,
      },
    };
  },
});
