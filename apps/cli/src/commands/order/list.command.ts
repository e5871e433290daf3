import type { Command } from 'commander';
import { ORDER_QUERY, type OrdersReplyShape } from '@bourseworks/dto/shapes';
import { anyAccountOption, anyStrategyOption, given } from '../../arguments/options.js';
import { limitArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import type { Output } from '../../output/output.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { orderTable } from './order-text.js';

const DEFAULT_LIMIT = 50;

interface ListOptions extends BusOptions {
  readonly open: boolean;
  readonly account?: string;
  readonly strategy?: string;
  readonly limit: number;
}

async function list(bus: Bus, output: Output, options: ListOptions): Promise<void> {
  const { open, account, strategy, limit } = options;
  const query = { open, newest: true, limit, ...given('account', account), ...given('strategy', strategy) };
  const { orders, more } = await bus.query<OrdersReplyShape>(ORDER_QUERY.orders, query);
  if (output.json) for (const order of orders) output.result(withIsoTimes(order), () => '');
  else if (orders.length === 0) output.note(open ? 'No open orders.' : 'No orders.');
  else output.result(undefined, () => orderTable(output, orders));
  if (more && !output.json)
    output.note(`There are more: --limit takes up to 1000, --open, --account and --strategy narrow.`);
}

/** `order list`, and `orders` for short. */
export function listCommand(name: 'list' | 'orders' = 'list'): Command {
  const shown = name === 'list' ? 'order list' : 'orders';
  return newBusCommand(name, 'orders, the latest first', [`${shown} --open`, `${shown} --strategy pts --limit 20`])
    .option('--open', 'only those that are not final', false)
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .option('--limit <n>', 'at most so many', limitArgument, DEFAULT_LIMIT)
    .action((options: ListOptions) => runOnBus(options, (bus, output) => list(bus, output, options)));
}
