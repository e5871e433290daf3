import { checkParameters, compute, findIndicator } from '@bourseworks/indicators';
import { defineBench } from './harness/bench.js';
import { peer } from './harness/peer.js';
import { makeBars, type Bars } from './indicators/bars.js';
import * as COMMON from './indicators/loops.js';
import { loopsOf, type Loops } from './indicators/loops.js';
import type { Indicatorts, Ixjb94, TechnicalIndicators, TradingSignals } from './indicators/peers.js';
import { listsOf, numberOf, SHARED, tellsClose, type Shared } from './indicators/shared.js';

const BARS = 5_000;

/** CPU time that a sample takes at least: it is told in steps that are coarse beside a pass over the bars. */
const SAMPLE_US = { quick: 1_000, full: 4_000 };

/** Takes all bars once; a number that depends on the last answer, so that nothing is compiled away. */
type Pass = () => number;
type Passes = Readonly<Record<string, Pass>>;

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Nanoseconds of CPU time of a bar, over as many passes as `sampleUs` takes. */
function timed(pass: Pass, sampleUs: number): () => number {
  let passes = 1;
  const run = (): number => {
    const startedAt = cpuUs();
    let sum = 0;
    for (let i = 0; i < passes; i++) sum += pass();
    if (sum === Infinity) throw new Error('a value is no number');
    return cpuUs() - startedAt;
  };
  return () => {
    let elapsedUs = run();
    for (; elapsedUs < sampleUs; elapsedUs = run()) passes *= 2;
    return (elapsedUs * 1e3) / (passes * BARS);
  };
}

interface Libraries {
  readonly signals: TradingSignals;
  readonly technical: TechnicalIndicators;
  readonly ts: Indicatorts;
  readonly ixjb94: InstanceType<Ixjb94['IndicatorsSync']>;
}

function streaming(shared: Shared, bars: Bars, { signals, technical }: Libraries, loops: Loops): Passes {
  const definition = findIndicator(shared.name);
  const values = checkParameters(definition, shared.parameters);
  const series = shared.inputs.map((input) => bars[input]);
  const told: readonly unknown[] = tellsClose(shared) ? bars.lists.close : bars.candles;
  const { signals: makeSignals, technical: makeTechnical } = shared;
  return {
    own: () => loops.tellOwn(definition.create(values), series),
    ...(makeSignals && { 'trading-signals': () => numberOf(loops.tellSignals(makeSignals(signals), told)) }),
    ...(makeTechnical && {
      technicalindicators: () => numberOf(loops.tellTechnical(makeTechnical(technical), told)),
    }),
  };
}

function overSeries(shared: Shared, bars: Bars, libraries: Libraries): Passes {
  const { name, parameters, inputs, ts, ixjb94 } = shared;
  const definition = findIndicator(name);
  const series = inputs.map((input) => bars[input]);
  const lists = listsOf(shared, bars);
  const [main] = definition.outputs;
  const into = Object.fromEntries(definition.outputs.map((output) => [output.name, new Float64Array(BARS)]));
  return {
    ownBatch: () => compute(definition, series, parameters)[main.name][BARS - 1],
    ownBatchInto: () => compute(definition, series, parameters, into)[main.name][BARS - 1],
    ...(ts && { indicatorts: () => numberOf(ts(libraries.ts, lists)) }),
    ...(ixjb94 && { '@ixjb94/indicators': () => numberOf(ixjb94(libraries.ixjb94, lists)) }),
  };
}

async function loadLibraries(): Promise<{ libraries: Libraries; versions: Record<string, string> }> {
  const signals = await peer<TradingSignals>('trading-signals');
  const technical = await peer<TechnicalIndicators>('technicalindicators');
  const ts = await peer<Indicatorts>('indicatorts');
  const ixjb94 = await peer<Ixjb94>('@ixjb94/indicators');
  return {
    libraries: {
      signals: signals.module,
      technical: technical.module,
      ts: ts.module,
      ixjb94: new ixjb94.module.IndicatorsSync(),
    },
    versions: {
      'trading-signals': signals.version,
      technicalindicators: technical.version,
      indicatorts: ts.version,
      '@ixjb94/indicators': ixjb94.version,
    },
  };
}

const mapValues = <From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));

/** How often one of ours goes into the quicker of the peers. */
function ratioOf(ns: Readonly<Record<string, number>>, own: string): number {
  const peers = Object.entries(ns).filter(([name]) => !name.startsWith('own'));
  return Math.min(...peers.map(([, each]) => each)) / ns[own];
}

interface Ratios {
  readonly streaming: number;
  readonly batch: number;
  readonly batchInto: number;
  readonly throughOneLoop: number;
}

/**
 * Every indicator that we share with peers from npm: bar by bar beside `trading-signals` and `technicalindicators`, over whole
 * series beside `indicatorts` and `@ixjb94/indicators`. The ratio of each is against the quicker peer; the goals are those
 * of the slowest ratio.
 *
 * Bar by bar each kind has loops of its own, ours and those of peers, as in a strategy that has one; the figures tell too what
 * comes out where all kinds go through one loop. Over series ours and those of peers make new ones; the figures tell too what
 * comes out where ours writes to series that are there already, as a program does that tries many parameters. What each comes
 * to for the last bar is told as well: conventions differ.
 */
export const bench = defineBench({
  name: 'indicators',
  goals: [
    { name: 'minStreamingRatioVsBestPeer', op: '>=', goal: 5 },
    { name: 'minBatchRatioVsBestPeer', op: '>=', goal: 2 },
  ],
  async measure({ quick, rounds, say }) {
    const { libraries, versions } = await loadLibraries();
    const bars = makeBars(BARS);
    const sampleUs = quick ? SAMPLE_US.quick : SAMPLE_US.full;
    const measured = async (passes: Passes): Promise<Record<string, number>> => {
      const found = await rounds(mapValues(passes, (pass) => timed(pass, sampleUs)));
      return mapValues(found, ({ median }) => median);
    };
    const ratios: Record<string, Ratios> = {};
    const ns: Record<string, Record<string, number>> = {};
    const last: Record<string, Record<string, number>> = {};
    const common = SHARED.map((shared) => streaming(shared, bars, libraries, COMMON));
    for (const passes of common) for (const pass of Object.values(passes)) pass();
    for (const [index, shared] of SHARED.entries()) {
      const { name } = shared;
      const alone = streaming(shared, bars, libraries, await loopsOf(name));
      const batch = overSeries(shared, bars, libraries);
      last[name] = mapValues({ ...alone, ...batch }, (pass) => pass());
      const nsAlone = await measured(alone);
      const nsBatch = await measured(batch);
      const nsCommon = await measured(common[index]);
      ratios[name] = {
        streaming: ratioOf(nsAlone, 'own'),
        batch: ratioOf(nsBatch, 'ownBatch'),
        batchInto: ratioOf(nsBatch, 'ownBatchInto'),
        throughOneLoop: ratioOf(nsCommon, 'own'),
      };
      ns[name] = { ...nsAlone, ...nsBatch, ownThroughOneLoop: nsCommon['own'] };
      say(`${name}: ${ratios[name].streaming.toFixed(1)} bar by bar, ${ratios[name].batch.toFixed(1)} over series`);
    }
    const least = (form: keyof Ratios): number => Math.min(...Object.values(ratios).map((one) => one[form]));
    return {
      values: { minStreamingRatioVsBestPeer: least('streaming'), minBatchRatioVsBestPeer: least('batch') },
      figures: {
        minRatioThroughOneLoop: least('throughOneLoop'),
        minBatchRatioInto: least('batchInto'),
        ratios,
        ns,
        last,
      },
      peers: versions,
    };
  },
});
