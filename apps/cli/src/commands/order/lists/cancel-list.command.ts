import type { Command } from 'commander';
import type { CancelRequestShape, OrderReplyShape } from '@bourseworks/dto/shapes';
import { idArgument, timeoutArgument } from '../../../arguments/parsers.js';
import { commandLine } from '../../../arguments/shell.js';
import type { Bus } from '../../../bus.js';
import { newBusCommand, runOnBus } from '../../../command.js';
import type { Output } from '../../../output/output.js';
import { commandFields, sendCommand, type OrderOptions } from '../order-request.js';
import { listOf } from './list-query.js';

type CancelOptions = Omit<OrderOptions, 'account'>;

function requested(output: Output, { clOrdId: listId, duplicate }: OrderReplyShape, options: CancelOptions): string {
  const again = duplicate ? ' (asked for before, this is the first outcome again)' : '';
  const head = `The cancel of every order of ${output.style('strong', listId)} is on its way${again}.`;
  return `${head}\nWhat came of it: ${commandLine(['order', 'show-list', listId], options)}`;
}

async function cancel(bus: Bus, output: Output, listId: string, options: CancelOptions): Promise<void> {
  // The id of an order would cancel that order alone.
  const { account } = await listOf(bus, listId);
  const body: CancelRequestShape = { ...commandFields({ ...options, account }), clOrdId: listId };
  const reply = await sendCommand(bus, 'cancel', body, { ...options, account });
  const { clOrdId: _listId, ...receipt } = reply;
  output.result({ ...receipt, listId }, () => requested(output, reply, options));
}

export function cancelListCommand(): Command {
  return newBusCommand('cancel-list', 'cancel all of a list of orders; cancels always pass risk', [
    'order cancel-list dev-manual-1-7',
  ])
    .argument('<listId>', 'id of the list, as `bourse order lists` shows it', idArgument)
    .option('--id <commandId>', 'your own id: the same id is executed at most once (default: a new one)', idArgument)
    .option('--timeout <duration>', 'wait for the answer (default: 5s)', timeoutArgument)
    .action((listId: string, options: CancelOptions) =>
      runOnBus(options, (bus, output) => cancel(bus, output, listId, options)),
    );
}
