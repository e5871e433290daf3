import { Option, type Command } from 'commander';
import { LIST_RELEASES, type ListReplyShape, type ListRequestShape } from '@bourseworks/dto/shapes';
import { accountOption, adapterOption, venueOption } from '../../../arguments/options.js';
import { decimalArgument, idArgument, sideArgument, timeoutArgument } from '../../../arguments/parsers.js';
import type { Bus } from '../../../bus.js';
import { newBusCommand, runOnBus } from '../../../command.js';
import type { Output } from '../../../output/output.js';
import { commandFields, sendCommand, type OrderOptions } from '../order-request.js';

export interface SubmitListOptions extends OrderOptions {
  readonly venue: string;
  readonly adapter?: string;
}

export type Release = (typeof LIST_RELEASES)[number];

/** What a list says beyond the sender. */
export type ListBody = Pick<ListRequestShape, 'kind' | 'orders' | 'release' | 'closeOvershoot'>;

/** A command that places a list whose first order is the one of its arguments. */
export function newListCommand(name: string, what: string, examples: readonly string[]): Command {
  return newBusCommand(name, what, examples)
    .argument('<symbol>', 'symbol', idArgument)
    .argument('<side>', 'BUY or SELL', sideArgument)
    .argument('<quantity>', 'decimal, goes out as it is typed', decimalArgument)
    .addOption(accountOption())
    .addOption(venueOption())
    .addOption(adapterOption())
    .option('--id <commandId>', 'your own id: the same id is executed at most once (default: a new one)', idArgument)
    .option('--timeout <duration>', 'wait for the answer (5s)', timeoutArgument);
}

export const releaseOption = (): Option =>
  new Option('--release <when>', 'orders follow each fill of the entry (PROPORTIONAL), or wait for all of it (FULL)')
    .choices(LIST_RELEASES)
    .default('PROPORTIONAL');

function taken(output: Output, { listId, orders, commandId, duplicate }: ListReplyShape): string {
  const again = duplicate ? '; it was taken before, this is the first outcome again' : '';
  const lines = orders.map(({ role, clOrdId }) => `  ${role} ${clOrdId}`);
  return [`List ${output.style('strong', listId)} is taken (commandId ${commandId})${again}.`, ...lines].join('\n');
}

async function send(bus: Bus, output: Output, request: ListRequestShape, options: OrderOptions): Promise<void> {
  // Told before it is sent: whoever interrupts the command can repeat it under the same id.
  if (!output.json && options.id === undefined) output.note(`commandId ${request.commandId}`);
  const reply = await sendCommand<ListReplyShape>(bus, 'submit-list', request, options);
  output.result(reply, () => taken(output, reply));
}

export function submitList(body: ListBody, options: OrderOptions): Promise<void> {
  const request: ListRequestShape = { ...commandFields(options), ...body };
  return runOnBus(options, (bus, output) => send(bus, output, request, options));
}
