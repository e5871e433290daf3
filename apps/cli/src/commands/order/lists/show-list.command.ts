import type { Command } from 'commander';
import type { OrderEventShape, OrderListShape } from '@bourseworks/dto/shapes';
import { idArgument } from '../../../arguments/parsers.js';
import type { Bus } from '../../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../../command.js';
import { codeOf } from '../../../failure.js';
import type { Output } from '../../../output/output.js';
import { withIsoTimes } from '../../../streams/iso-time.js';
import { orderStatus } from '../order-status.js';
import { listOf } from './list-query.js';
import { listText } from './list-text.js';

/** The newest order of each place; one that ended long ago may be forgotten before its list. */
async function ordersOf(bus: Bus, { account, strategy, legs }: OrderListShape): Promise<OrderEventShape[]> {
  const asked = legs.map(async ({ clOrdId }) => {
    try {
      return await orderStatus(bus, { account, strategy, clOrdId });
    } catch (error) {
      if (codeOf(error) === 'ORDER_UNKNOWN') return undefined;
      throw error;
    }
  });
  return (await Promise.all(asked)).filter((order) => order !== undefined);
}

async function show(bus: Bus, output: Output, listId: string): Promise<void> {
  const list = await listOf(bus, listId);
  const orders = await ordersOf(bus, list);
  output.result({ list: withIsoTimes(list), orders: orders.map((order) => withIsoTimes(order)) }, () =>
    listText(output, list, orders),
  );
}

export function showListCommand(): Command {
  return newBusCommand('show-list', 'one list of orders: what of it is open, waits and is filled', [
    'order show-list dev-manual-1-7',
  ])
    .argument('<listId>', 'id of the list, as `bourse order lists` shows it', idArgument)
    .action((listId: string, options: BusOptions) => runOnBus(options, (bus, output) => show(bus, output, listId)));
}
