import type { Command } from 'commander';
import type { CancelRequestShape, OrderReplyShape, ReplaceRequestShape } from '@bourseworks/dto/shapes';
import { accountOption, given } from '../../arguments/options.js';
import { decimalArgument, timeoutArgument, idArgument } from '../../arguments/parsers.js';
import { commandLine } from '../../arguments/shell.js';
import { newBusCommand, runOnBus } from '../../command.js';
import { usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { commandFields, sendCommand, type OrderOptions } from './order-request.js';
import { addChangeOptions, priceFields, type PriceOptions } from './terms-options.js';

interface ReplaceOptions extends OrderOptions, PriceOptions {
  readonly qty?: string;
}

const ID = '--id <commandId>';
const ID_HELP = 'your own id: the same id is executed at most once (default: a new one)';
const TIMEOUT = '--timeout <duration>';
const TIMEOUT_HELP = 'wait for the answer (default: 5s)';

/** A change is a request to the venue: accepted here, its outcome comes as an event. */
function requested(output: Output, what: string, reply: OrderReplyShape, options: OrderOptions): string {
  const { clOrdId, ordStatus, duplicate } = reply;
  const again = duplicate ? ' (asked for before, this is the first outcome again)' : '';
  const head = `The ${what} of ${output.style('strong', clOrdId)} is on its way: ${ordStatus}${again}.`;
  return `${head}\nWhat came of it: ${commandLine(['order', 'show', clOrdId], options)}`;
}

export function cancelCommand(): Command {
  return newBusCommand('cancel', 'cancel an open order; cancels always pass risk', ['order cancel dev-manual-1-1'])
    .argument('<clOrdId>', 'id of the order, as `bourse order list` shows it', idArgument)
    .addOption(accountOption())
    .option(ID, ID_HELP, idArgument)
    .option(TIMEOUT, TIMEOUT_HELP, timeoutArgument)
    .action((clOrdId: string, options: OrderOptions) =>
      runOnBus(options, async (bus, output) => {
        const body: CancelRequestShape = { ...commandFields(options), clOrdId };
        const reply = await sendCommand(bus, 'cancel', body, options);
        output.result(reply, () => requested(output, 'cancel', reply, options));
      }),
    );
}

export function replaceCommand(): Command {
  const command = newBusCommand('replace', 'change quantity, limit, stop or display of an open order', [
    'order replace dev-manual-1-1 --limit 60500',
    'order replace dev-manual-1-1 --qty 0.02 --limit 60500.25',
    'order replace dev-manual-1-1 --stop 58500',
  ])
    .argument('<clOrdId>', 'id of the order, as `bourse order list` shows it', idArgument)
    .option('--qty <quantity>', 'new total quantity, what is filled included', decimalArgument);
  return addChangeOptions(command)
    .addOption(accountOption())
    .option(ID, ID_HELP, idArgument)
    .option(TIMEOUT, TIMEOUT_HELP, timeoutArgument)
    .action((clOrdId: string, options: ReplaceOptions) => {
      const terms = { ...given('quantity', options.qty), ...priceFields(options) };
      if (Object.keys(terms).length === 0)
        throw usage('nothing to change', 'Give --qty, --limit, --stop, --trail, --display or --good-till.');
      return runOnBus(options, async (bus, output) => {
        const body: ReplaceRequestShape = { ...commandFields(options), clOrdId, ...terms };
        const reply = await sendCommand(bus, 'replace', body, options);
        output.result(reply, () => requested(output, 'replace', reply, options));
      });
    });
}
