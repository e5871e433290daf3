import type { Command } from 'commander';
import { ORDER_QUERY, type ListsReplyShape } from '@bourseworks/dto/shapes';
import { anyAccountOption, anyStrategyOption, given } from '../../../arguments/options.js';
import { limitArgument } from '../../../arguments/parsers.js';
import type { Bus } from '../../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../../command.js';
import type { Output } from '../../../output/output.js';
import { withIsoTimes } from '../../../streams/iso-time.js';
import { listTable } from './list-text.js';

const DEFAULT_LIMIT = 50;

interface ListsOptions extends BusOptions {
  readonly open: boolean;
  readonly account?: string;
  readonly strategy?: string;
  readonly limit: number;
}

async function show(bus: Bus, output: Output, options: ListsOptions): Promise<void> {
  const { open, account, strategy, limit } = options;
  const query = { open, limit, ...given('account', account), ...given('strategy', strategy) };
  const reply = await bus.query<ListsReplyShape>(ORDER_QUERY.lists, query);
  const lists = reply.lists.toReversed();
  if (output.json) for (const list of lists) output.result(withIsoTimes(list), () => '');
  else if (lists.length === 0) output.note(open ? 'No open lists of orders.' : 'No lists of orders.');
  else output.result(undefined, () => listTable(output, lists));
  if (reply.more && !output.json)
    output.note('There are more: --limit takes up to 1000, --open, --account and --strategy narrow.');
}

export function listsCommand(): Command {
  return newBusCommand('lists', 'orders that depend on each other, list by list, the latest first', [
    'order lists --open',
    'order lists --strategy pts --limit 20',
  ])
    .option('--open', 'only those of which something is open', false)
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .option('--limit <n>', 'at most so many', limitArgument, DEFAULT_LIMIT)
    .action((options: ListsOptions) => runOnBus(options, (bus, output) => show(bus, output, options)));
}
