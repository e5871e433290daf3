import { readCsv, skenderQuotes, skenderResult, tulipCases } from './sources.js';
import type { Vector } from './vector.js';

/** Tulip's name, ours and our output; each has a length as its only option. */
const TULIP = [
  ['linreg', 'linear-regression', 'value'],
  ['linregslope', 'linear-regression', 'slope'],
  ['linregintercept', 'linear-regression', 'intercept'],
  ['tsf', 'linear-regression', 'forecast'],
  ['md', 'mean-deviation', 'value'],
  ['stddev', 'standard-deviation', 'value'],
  ['stderr', 'standard-error', 'value'],
  ['var', 'variance', 'value'],
] as const;

const tulip = (): Vector[] =>
  TULIP.flatMap(([name, indicator, output]) =>
    tulipCases(name, 1).map(({ file, options, inputs, outputs }): Vector => {
      const parameters = { length: options[0] };
      return { source: 'Tulip', file, indicator, parameters, inputs, expected: { [output]: outputs[0] } };
    }),
  );

function skenderOne(
  name: string,
  indicator: string,
  length: number,
  columns: Readonly<Record<string, string>>,
  pair = false,
): Vector {
  const table = skenderResult(name);
  const quotes = skenderQuotes().numbers('close');
  const inputs = pair ? [skenderQuotes('compare').numbers('close'), quotes] : [quotes];
  const expected = Object.fromEntries(
    Object.entries(columns).map(([output, column]) => [output, table.printed(column)]),
  );
  const file = `skender-indicators/results/${name}`;
  return { source: 'Skender', file, indicator, parameters: { length }, inputs, expected };
}

const LINE_DEVIATION = 'draws its last line alone, back over its whole window: its end is compared';

function skender(): Vector[] {
  const line = skenderOne('slope', 'linear-regression', 14, { value: 'line' });
  return [
    skenderOne('slope', 'linear-regression', 14, {
      slope: 'slope',
      atZero: 'intercept',
      deviation: 'stdDev',
      rSquared: 'rSquared',
    }),
    { ...line, from: line.inputs[0].length - 1, deviation: LINE_DEVIATION },
    skenderOne('stdev', 'standard-deviation', 14, { value: 'stdDev', mean: 'mean', zScore: 'zScore' }),
    skenderOne('stdev', 'z-score', 14, { value: 'zScore' }),
    skenderOne('bb', 'z-score', 20, { value: 'zScore' }),
    skenderOne(
      'corr',
      'correlation',
      20,
      {
        value: 'correlation',
        rSquared: 'rSquared',
        covariance: 'covariance',
        variance: 'varianceA',
        otherVariance: 'varianceB',
      },
      true,
    ),
    skenderOne('corr', 'covariance', 20, { value: 'covariance' }, true),
    skenderOne('beta', 'beta', 50, { value: 'beta' }, true),
    skenderOne('prs', 'price-relative-strength', 20, { value: 'prs', excess: 'prsPercent' }, true),
  ];
}

const texts = ({ values, unit }: { values: Float64Array<ArrayBuffer>; unit: number }, keep: readonly boolean[]) => ({
  values: values.filter((_, index) => keep[index]),
  unit,
});

/** The rows of one symbol, in a file that has two of them. */
function leanPair(file: string, first: string, second: string) {
  const table = readCsv(`lean-indicators/${file}`);
  const symbols = table.column('Symbol');
  const of = (symbol: string) => symbols.map((one) => one === symbol);
  const closes = table.printed('Close');
  return {
    inputs: [texts(closes, of(first)).values, texts(closes, of(second)).values],
    column: (name: string) => texts(table.printed(name), of(second)),
  };
}

const BEGINNING = 'prints 0, or what follows from the values there are, until the window is full; we have NaN';

function lean(): Vector[] {
  const variances = readCsv('lean-indicators/spy_var.txt');
  const pairs = leanPair('spy_qqq_corr.csv', 'SPY', 'QQQ');
  const betas = leanPair('bi_datatest.csv', 'AMZN', 'SPX');
  const correlation = { source: 'LEAN', file: 'lean-indicators/spy_qqq_corr.csv', inputs: pairs.inputs } as const;
  return [
    {
      source: 'LEAN',
      file: 'lean-indicators/spy_var.txt',
      indicator: 'variance',
      parameters: { length: 10 },
      inputs: [variances.numbers('Close')],
      expected: { value: variances.printed('Var') },
    },
    {
      ...correlation,
      indicator: 'correlation',
      parameters: { length: 252 },
      expected: { value: pairs.column('Correlation_Pearson') },
      from: 251,
      deviation: BEGINNING,
    },
    {
      ...correlation,
      indicator: 'rank-correlation',
      parameters: { length: 252 },
      expected: { value: pairs.column('Correlation_Spearman') },
      from: 251,
      deviation: BEGINNING,
    },
    {
      source: 'LEAN',
      file: 'lean-indicators/bi_datatest.csv',
      indicator: 'beta',
      parameters: { length: 5 },
      inputs: betas.inputs,
      expected: { value: betas.column('Beta') },
      from: 5,
      deviation: BEGINNING,
    },
  ];
}

export const statisticsVectors = (): Vector[] => [...tulip(), ...skender(), ...lean()];
