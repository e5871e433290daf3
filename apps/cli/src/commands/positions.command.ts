import type { Command } from 'commander';
import {
  ORDER_QUERY,
  portfolioPattern,
  type PortfolioShape,
  type PositionShape,
  type PositionsReplyShape,
} from '@bourseworks/dto/shapes';
import { anyAccountOption, anyStrategyOption, given } from '../arguments/options.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import type { Output } from '../output/output.js';
import { follow } from '../streams/follow.js';
import { positionColumns } from './columns.js';
import { ACCOUNT_ROW } from './pnl.command.js';

interface PositionsOptions extends BusOptions {
  readonly account?: string;
  readonly strategy?: string;
  readonly follow: boolean;
}

const keyOf = ({ account, strategy, venue, symbol }: PositionShape): string =>
  [account, strategy, venue, symbol].join('\u0000');

function table(output: Output, positions: readonly PositionShape[]): string {
  if (positions.length === 0) return 'No positions.';
  return output.table(positionColumns(output), positions);
}

async function positions(bus: Bus, output: Output, options: PositionsOptions): Promise<void> {
  const { account, strategy } = options;
  const query = { ...given('account', account), ...given('strategy', strategy) };
  const reply = await bus.query<PositionsReplyShape>(ORDER_QUERY.positions, query);
  const rows = new Map(reply.positions.map((row) => [keyOf(row), row]));
  if (output.json) for (const row of rows.values()) output.result(row, () => '');
  else if (!options.follow) output.result(undefined, () => table(output, [...rows.values()]));
  if (!options.follow) return;
  let changed: PositionShape[] = [];
  await follow<PortfolioShape>(bus, {
    pattern: portfolioPattern(account, strategy),
    json: output.json,
    take: (portfolio) => {
      // The account's own rows are the sums of its strategies': shown only when they are asked for.
      if (portfolio.strategy === ACCOUNT_ROW && strategy !== ACCOUNT_ROW) changed = [];
      else changed = portfolio.positions.filter((row) => JSON.stringify(rows.get(keyOf(row))) !== JSON.stringify(row));
      for (const row of changed) rows.set(keyOf(row), row);
    },
    each: () => {
      for (const row of changed) output.result(row, () => '');
    },
    render: () => table(output, [...rows.values()]),
  });
}

export function positionsCommand(): Command {
  return newBusCommand('positions', 'positions, valued at the market', [
    'positions',
    'positions --strategy pts --follow',
    'positions --strategy all --json',
  ])
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .option('--follow', 'show every change until Ctrl-C', false)
    .action((options: PositionsOptions) => runOnBus(options, (bus, output) => positions(bus, output, options)));
}
