import { Command } from 'commander';
import { expectOk, formatMoney, parseMoney } from '@bourseworks/domain';
import {
  ORDER_QUERY,
  type AccountsReplyShape,
  type PortfolioShape,
  type PositionShape,
  type ReportQueryShape,
  type ReportReplyShape,
  type ReportRowShape,
} from '@bourseworks/dto/shapes';
import { anyAccountOption, anyStrategyOption, given } from '../../arguments/options.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import { codeOf } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { remedyOf } from '../../remedies.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { figureColumns, positionColumns, type Figures } from '../columns.js';
import { ACCOUNT_ROW } from '../pnl.command.js';
import { cashCommand } from './cash.command.js';
import { reportText } from './report-text.js';

interface PortfolioOptions extends BusOptions {
  readonly account?: string;
  readonly strategy?: string;
}

const MONEY = [
  'equity',
  'cash',
  'realizedPnl',
  'unrealizedPnl',
  'fees',
  'grossExposure',
  'netExposure',
  'reserved',
] as const;

function sum(amounts: readonly string[]): string {
  let total = 0n;
  for (const amount of amounts) total += expectOk(parseMoney(amount));
  return formatMoney(total);
}

/** The firm: the accounts of each currency together, where there are several. Amounts of two currencies are never added. */
export function firmTotals(portfolios: readonly Figures[]): Figures[] {
  const currencies = [...new Set(portfolios.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => {
    const those = portfolios.filter((one) => one.currency === currency);
    if (those.length < 2) return [];
    const money = MONEY.map((name): [string, string] => [name, sum(those.map((one) => one[name]))]);
    const openOrders = those.reduce((count, one) => count + one.openOrders, 0);
    const names = { account: 'firm', strategy: those[0].strategy, currency, openOrders };
    return [{ ...names, ...(Object.fromEntries(money) as Record<(typeof MONEY)[number], string>) }];
  });
}

function figuresTable(output: Output, rows: readonly Figures[]): string {
  return output.table(figureColumns(output, 'account'), rows);
}

function positionsTable(output: Output, rows: readonly PositionShape[]): string {
  if (rows.length === 0) return 'No positions.';
  // Of the account as a whole; its fees stand among the figures.
  const columns = positionColumns(output).filter(({ header }) => header !== 'strategy' && header !== 'fees');
  return output.table(columns, rows);
}

/** The report, or why there is none: figures of each account are there without one. */
async function askReport(bus: Bus, query: ReportQueryShape): Promise<ReportReplyShape | string> {
  try {
    return await bus.query<ReportReplyShape>(ORDER_QUERY.report, query);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'CONVERSION_RATE_MISSING') throw error;
    return `There is no report of all in one currency: ${remedyOf(code)}`;
  }
}

/** The row of the report about the same account or strategy. */
function reported(rows: readonly ReportRowShape[], { account, strategy }: PortfolioShape): { report?: ReportRowShape } {
  const own = strategy === ACCOUNT_ROW ? '' : strategy;
  const report = rows.find((row) => row.level !== 'firm' && row.account === account && row.strategy === own);
  return report === undefined ? {} : { report };
}

async function portfolio(bus: Bus, output: Output, { account, strategy }: PortfolioOptions): Promise<void> {
  const { accounts } = await bus.query<AccountsReplyShape>(ORDER_QUERY.accounts, given('account', account));
  const portfolios: PortfolioShape[] = [];
  // One after the other: there may be a thousand.
  for (const one of accounts) {
    const query = { account: one.account, strategy: strategy ?? ACCOUNT_ROW };
    portfolios.push(await bus.query<PortfolioShape>(ORDER_QUERY.portfolio, query));
  }
  const totals = firmTotals(portfolios);
  const report = await askReport(bus, { ...given('account', account), ...given('strategy', strategy) });
  if (output.json) {
    const rows = typeof report === 'string' ? [] : report.rows;
    for (const row of portfolios) output.result(withIsoTimes({ ...row, ...reported(rows, row) }), () => '');
    for (const row of totals) output.result(row, () => '');
    const firm = rows.find(({ level }) => level === 'firm');
    if (typeof report !== 'string' && firm !== undefined && portfolios.length > 1)
      output.result({ account: 'firm', strategy: ACCOUNT_ROW, currency: report.currency, report: firm }, () => '');
    return;
  }
  const positions = portfolios.flatMap((row) => row.positions);
  const more = typeof report === 'string' ? report : reportText(output, report);
  const tables = [figuresTable(output, [...portfolios, ...totals]), positionsTable(output, positions), more];
  output.line(tables.join('\n\n'));
}

function showCommand(): Command {
  return newBusCommand('show', 'figures, exposure and positions of the firm, an account or a strategy', [
    'portfolio',
    'portfolio --account SIM --strategy pts --json',
  ])
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .action((options: PortfolioOptions) => runOnBus(options, (bus, output) => portfolio(bus, output, options)));
}

/** What is owned and how it did, and what is booked beside trades. */
export function portfolioCommand(): Command {
  const portfolio = new Command('portfolio').description('figures, exposure, risk and positions; book cash events');
  portfolio.addCommand(showCommand(), { isDefault: true });
  portfolio.addCommand(cashCommand());
  return portfolio;
}
