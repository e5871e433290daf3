import { Command, Option } from 'commander';
import { lagsArgument } from '../../arguments/parsers.js';
import { newCommand, type CommonOptions } from '../../command.js';
import { usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { columnOf, numbersOf, readTable, STDIN, type Gaps } from '../../tables/input-table.js';
import { timeColumn } from '../../tables/time-column.js';
import { runResearch } from './run-research.js';

type Statistics = typeof import('@bourseworks/statistics');
type Trend = 'none' | 'constant' | 'trend' | 'quadratic';

interface StatsOptions extends CommonOptions {
  readonly input: string;
  readonly columns?: string;
  readonly gaps: Gaps;
  readonly trend: Trend;
  readonly lags?: number;
}

interface NamedSeries {
  readonly name: string;
  readonly values: Float64Array;
}

/** Plain values, as JSON has them. */
type Result = Readonly<Record<string, unknown>>;

interface Test {
  readonly name: string;
  readonly description: string;
  /** How many series it takes; the first is the one that the others explain. */
  readonly series: { readonly least: number; readonly most: number };
  readonly trends: readonly Trend[];
  readonly examples: readonly string[];
  compute(statistics: Statistics, series: readonly NamedSeries[], options: StatsOptions): Result;
}

const given = (lags: number | undefined) => (lags === undefined ? {} : { lags });
const ratios = (series: readonly NamedSeries[], values: ArrayLike<number>): Result =>
  Object.fromEntries(series.map(({ name }, index) => [name, values[index]]));

const ONE = { least: 1, most: 1 };
const TESTS: readonly Test[] = [
  {
    name: 'adf',
    description: 'has a series a unit root? Augmented Dickey-Fuller test, p-values by MacKinnon',
    series: ONE,
    trends: ['none', 'constant', 'trend', 'quadratic'],
    examples: [
      'stats adf --input prices.csv --columns GLD',
      'stats adf --input prices.csv --columns GLD --lags 1 --json',
    ],
    compute: ({ augmentedDickeyFuller }, [{ values }], { trend, lags }) => ({
      ...augmentedDickeyFuller(values, { trend, ...given(lags) }),
    }),
  },
  {
    name: 'kpss',
    description: 'is a series stationary? KPSS test',
    series: ONE,
    trends: ['constant', 'trend'],
    examples: ['stats kpss --input prices.csv --columns GLD'],
    compute: ({ kpss }, [{ values }], { trend, lags }) => ({
      ...kpss(values, { trend: trend as 'constant' | 'trend', ...given(lags) }),
    }),
  },
  {
    name: 'coint',
    description: 'are series cointegrated? Engle and Granger: the first on the others',
    series: { least: 2, most: 6 },
    trends: ['constant', 'trend', 'quadratic'],
    examples: ['stats coint --input prices.csv --columns GLD,GDX'],
    compute: ({ engleGranger }, [y, ...others], { trend, lags }) => {
      const regressors = others.map((one) => one.values);
      const options = { trend: trend as Exclude<Trend, 'none'>, ...given(lags) };
      const {
        statistic,
        pValue,
        criticalValues,
        lags: used,
        coefficients,
        trendCoefficients,
      } = engleGranger(y.values, regressors, options);
      const hedge = ratios(others, coefficients);
      return { statistic, pValue, criticalValues, lags: used, hedge, trend: [...trendCoefficients] };
    },
  },
  {
    name: 'johansen',
    description: 'how many cointegrating relations have series? Trace and maximum eigenvalue',
    series: { least: 2, most: 12 },
    trends: ['none', 'constant', 'trend'],
    examples: ['stats johansen --input prices.csv --columns GLD,GDX --lags 1'],
    compute: ({ johansen }, series, { trend, lags }) => {
      const values = series.map((one) => one.values);
      const found = johansen(values, { trend: trend as Exclude<Trend, 'quadratic'>, ...given(lags) });
      const { eigenvalues, vectors, trace, maxEigenvalue, observations } = found;
      const relations = vectors.map((vector) => ratios(series, vector));
      return { eigenvalues: [...eigenvalues], trace, maxEigenvalue, vectors: relations, observations };
    },
  },
  {
    name: 'hedge',
    description:
      'hedge ratios of the first series by the others: least squares, orthogonal for a pair, and half-life of the spread',
    series: { least: 2, most: 12 },
    trends: ['none', 'constant'],
    examples: ['stats hedge --input prices.csv --columns GLD,GDX'],
    compute: ({ halfLife, leastSquares, orthogonalRegression }, [y, ...others], { trend }) => {
      const constant = trend !== 'none';
      const regressors = others.map((one) => one.values);
      const { coefficients, standardErrors, residuals, rSquared } = leastSquares(y.values, regressors, { constant });
      const from = constant ? 1 : 0;
      return {
        hedge: ratios(others, coefficients.slice(from)),
        standardErrors: ratios(others, standardErrors.slice(from)),
        ...(constant ? { constant: coefficients[0] } : {}),
        rSquared,
        ...(constant ? { orthogonal: ratios(others, orthogonalRegression(y.values, regressors).coefficients) } : {}),
        halfLife: halfLife(residuals),
      };
    },
  },
  {
    name: 'half-life',
    description: 'how quickly does a series return to its mean? Half-life and Ornstein-Uhlenbeck fit, in rows',
    series: ONE,
    trends: ['constant'],
    examples: ['stats half-life --input prices.csv --columns spread'],
    compute: ({ halfLife, ornsteinUhlenbeck }, [{ values }]) => ({
      halfLife: halfLife(values),
      ornsteinUhlenbeck: ornsteinUhlenbeck(values),
    }),
  },
];

/** The columns that are named; without any, all but the times, in the order of the file. */
async function seriesOf(options: StatsOptions, { name, series: { least, most } }: Test): Promise<NamedSeries[]> {
  const table = await readTable(options.input);
  const named = (options.columns ?? '').split(',').filter((part) => part.trim() !== '');
  const time = timeColumn(table);
  const all = table.names.map((_, at) => at).filter((at) => at !== time);
  const at = named.length > 0 ? named.map((one) => columnOf(table, one.trim())) : all;
  if (at.length < least || at.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw usage(
      `${name} takes ${wanted} series, not ${at.length}`,
      `Name them with --columns: ${table.names.join(', ')}`,
    );
  }
  const { series } = numbersOf(table, at, options.gaps);
  return at.map((column, index) => ({ name: table.names[column], values: series[index] }));
}

const cellText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function compute(output: Output, test: Test, options: StatsOptions): Promise<void> {
  const series = await seriesOf(options, test);
  const result = test.compute(await import('@bourseworks/statistics'), series, options);
  const rows = Object.entries(result);
  output.result(result, () =>
    output
      .table<(typeof rows)[number]>(
        [
          { header: '', cell: ([name]) => name },
          { header: '', cell: ([, value]) => cellText(value) },
        ],
        rows,
      )
      .trimStart(),
  );
}

function testCommand(test: Test): Command {
  return newCommand(test.name, test.description, test.examples)
    .option('--input <file>', 'CSV with a header; - is standard input', STDIN)
    .option('--columns <names>', 'the series, with commas between; all columns but the time, if left out')
    .addOption(
      new Option('--gaps <what>', 'rows with something that is no number')
        .choices(['refuse', 'skip'])
        .default('refuse'),
    )
    .addOption(new Option('--trend <trend>', 'what else is in the series').choices(test.trends).default('constant'))
    .option('--lags <n>', 'lags, instead of as many as the data ask for; 0 for none', lagsArgument)
    .action((options: StatsOptions) => runResearch(options, (output) => compute(output, test, options)));
}

export function statsCommand(): Command {
  const command = new Command('stats').description('statistics of series: unit roots, cointegration, hedge ratios');
  for (const test of TESTS) command.addCommand(testCommand(test));
  return command;
}
