import type { ReportReplyShape, ReportRowShape } from '@bourseworks/dto/shapes';
import type { Column, Output } from '../../output/output.js';
import { gainText } from '../columns.js';

type Row = ReportRowShape;

const NONE = '-';
/** Kinds of the ledger beside trades, as columns. */
const KINDS = [
  'deposit',
  'withdrawal',
  'dividend',
  'funding',
  'borrow',
  'cash-in-lieu',
  'conversion',
  'fee',
  'rebate',
] as const;

/** A ratio in percent; a dash where it is not known. */
export const percentText = (ratio: number | undefined): string =>
  ratio === undefined ? NONE : `${(ratio * 100).toFixed(2)}%`;

const plain = (value: number | undefined): string => (value === undefined ? NONE : value.toFixed(2));

function places(output: Output): Column<Row>[] {
  return [
    { header: 'account', cell: (row) => output.style('strong', row.level === 'firm' ? 'firm' : row.account) },
    { header: 'strategy', cell: (row) => (row.level === 'strategy' ? row.strategy : 'all') },
  ];
}

function exposureTable(output: Output, rows: readonly Row[], currency: string): string {
  return output.table<Row>(
    [
      ...places(output),
      { header: 'long', cell: (row) => row.exposure.long, align: 'right' },
      { header: 'short', cell: (row) => row.exposure.short, align: 'right' },
      { header: 'gross', cell: (row) => row.exposure.gross, align: 'right' },
      { header: 'net', cell: (row) => row.exposure.net, align: 'right' },
      { header: 'of equity', cell: (row) => percentText(row.capitalUsed), align: 'right' },
      { header: 'largest', cell: (row) => percentText(row.exposure.largest), align: 'right' },
      { header: 'concentration', cell: (row) => plain(row.exposure.concentration), align: 'right' },
      { header: '', cell: () => currency },
    ],
    rows,
  );
}

/** Exposure of the widest row by asset class. */
function classTable(output: Output, row: Row): string {
  return output.table(
    [
      { header: 'class', cell: (line) => line.name },
      { header: 'long', cell: (line) => line.long, align: 'right' },
      { header: 'short', cell: (line) => line.short, align: 'right' },
      { header: 'gross', cell: (line) => line.gross, align: 'right' },
      { header: 'net', cell: (line) => line.net, align: 'right' },
    ],
    row.exposure.byAssetClass,
  );
}

function kindsTable(output: Output, rows: readonly Row[]): string {
  const there = KINDS.filter((kind) => rows.some((row) => row.byKind[kind] !== undefined));
  if (there.length === 0) return '';
  const columns = there.map((kind): Column<Row> => {
    const cell = (row: Row): string => gainText(output, row.byKind[kind] ?? '0.00');
    return { header: kind, cell, align: 'right' };
  });
  return output.table([...places(output), ...columns], rows);
}

function performanceTable(output: Output, rows: readonly Row[]): string {
  const of = (header: string, cell: (performance: NonNullable<Row['performance']>) => string): Column<Row> => ({
    header,
    cell: ({ performance }) => (performance === undefined ? NONE : cell(performance)),
    align: 'right',
  });
  return output.table<Row>(
    [
      ...places(output),
      of('return', ({ totalReturn }) => percentText(totalReturn)),
      of('high-water', ({ highWaterMark }) => highWaterMark),
      of('drawdown', ({ drawdownRatio }) => percentText(drawdownRatio)),
      of('deepest', ({ maxDrawdown }) => percentText(maxDrawdown)),
      of('volatility', ({ annualisedVolatility }) => percentText(annualisedVolatility)),
      of('Sharpe', ({ sharpe }) => plain(sharpe)),
      of('Sortino', ({ sortino }) => plain(sortino)),
      of('trades', ({ trades }) => String(trades)),
      of('hits', ({ hitRatio }) => percentText(hitRatio)),
      of('profit factor', ({ profitFactor }) => plain(profitFactor)),
      of('expectancy', ({ expectancy }) => plain(expectancy)),
    ],
    rows,
  );
}

function riskLine({ account, strategy, level, performance }: Row): string {
  const who = level === 'strategy' ? `${account} ${strategy}` : account;
  if (performance === undefined) return `${who}: not measured yet`;
  const { days, reason, historical, normal, cornishFisher } = performance.risk;
  if (reason !== undefined) return `${who}: not known, ${reason}`;
  const named = { historical, normal, 'Cornish-Fisher': cornishFisher };
  const parts = Object.entries(named).flatMap(([name, risk]) =>
    risk === undefined ? [] : [`${name} ${percentText(risk.valueAtRisk)} (${percentText(risk.expectedShortfall)})`],
  );
  return `${who}: ${parts.join(', ')}, of ${days} days`;
}

/** What a report adds to figures and positions. */
export function reportText(output: Output, { currency, rows, more }: ReportReplyShape): string {
  const [widest] = rows;
  if (widest === undefined) return 'Nothing to report.';
  const measured = rows.filter(({ level }) => level !== 'firm');
  const level = measured.find(({ performance }) => performance !== undefined)?.performance?.risk.level ?? 0.95;
  const parts = [
    exposureTable(output, rows, currency),
    ...(widest.exposure.byAssetClass.length === 0 ? [] : [classTable(output, widest)]),
    kindsTable(output, rows),
    ...(measured.length === 0 ? [] : [performanceTable(output, measured)]),
    [`Loss of a day, value at risk (expected shortfall) at ${level * 100} %:`, ...measured.map(riskLine)].join('\n'),
    more ? 'There are more strategies: name an account or a strategy.' : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
