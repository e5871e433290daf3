import type { Command } from 'commander';
import { ORDER_QUERY, portfolioPattern, type PortfolioShape, type PositionsReplyShape } from '@bourseworks/dto/shapes';
import { accountOption, anyStrategyOption } from '../arguments/options.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import type { Output } from '../output/output.js';
import { follow } from '../streams/follow.js';
import { withIsoTimes } from '../streams/iso-time.js';
import { figureColumns } from './columns.js';

/** Strategy id that stands for the whole account. */
export const ACCOUNT_ROW = 'all';

interface PnlOptions extends BusOptions {
  readonly account: string;
  readonly strategy?: string;
  readonly follow: boolean;
}

type Figures = Omit<PortfolioShape, 'positions'>;

function figuresOf({ positions: _positions, ...figures }: PortfolioShape): Figures {
  return withIsoTimes(figures);
}

/** The account first, then its strategies by name. */
function table(output: Output, rows: Iterable<Figures>): string {
  const rank = ({ strategy }: Figures): string => (strategy === ACCOUNT_ROW ? '' : strategy);
  const sorted = [...rows].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return output.table(figureColumns<Figures>(output, 'strategy'), sorted);
}

const figures = async (bus: Bus, account: string, strategy: string): Promise<Figures> =>
  figuresOf(await bus.query<PortfolioShape>(ORDER_QUERY.portfolio, { account, strategy }));

/** Figures of one strategy, or of the account and of each strategy that has traded. */
async function currentFigures(bus: Bus, { account, strategy }: PnlOptions): Promise<Figures[]> {
  if (strategy !== undefined) return [await figures(bus, account, strategy)];
  const { positions } = await bus.query<PositionsReplyShape>(ORDER_QUERY.positions, { account });
  const strategies = [...new Set(positions.map((row) => row.strategy))].sort();
  return Promise.all([ACCOUNT_ROW, ...strategies].map((one) => figures(bus, account, one)));
}

async function pnl(bus: Bus, output: Output, options: PnlOptions): Promise<void> {
  const rows = new Map((await currentFigures(bus, options)).map((row) => [row.strategy, row]));
  if (output.json) for (const row of rows.values()) output.result(row, () => '');
  else if (!options.follow) output.result(undefined, () => table(output, rows.values()));
  if (!options.follow) return;
  await follow<PortfolioShape>(bus, {
    pattern: portfolioPattern(options.account, options.strategy),
    json: output.json,
    take: (portfolio) => void rows.set(portfolio.strategy, figuresOf(portfolio)),
    each: (portfolio) => output.result(figuresOf(portfolio), () => ''),
    render: () => table(output, rows.values()),
  });
}

export function pnlCommand(): Command {
  return newBusCommand('pnl', 'equity, cash, profit and loss, exposure: of an account and of each of its strategies', [
    'pnl',
    'pnl --account SIM --strategy pts --follow',
  ])
    .addOption(accountOption())
    .addOption(anyStrategyOption())
    .option('--follow', 'show every change until Ctrl-C, at most one a second', false)
    .action((options: PnlOptions) => runOnBus(options, (bus, output) => pnl(bus, output, options)));
}
