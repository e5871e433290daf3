import type { Command } from 'commander';
import { Option } from 'commander';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { accountOption, given, MANUAL } from '../../arguments/options.js';
import { idArgument, strategyArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, codeOf, usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { orderEvents, orderStatus } from './order-status.js';
import { orderLine, timeline } from './order-text.js';

interface ShowOptions extends BusOptions {
  readonly account: string;
  readonly strategy: string;
  readonly id?: string;
}

/** A command that is not known was not executed; it may still be on its way. */
function notThere(error: unknown, { id }: ShowOptions): unknown {
  if (codeOf(error) !== 'ORDER_UNKNOWN' || id === undefined) return error;
  return new CliFailure(
    EXIT.refused,
    `no order came of the command ${id}: it has not arrived`,
    'It may be on its way for as long as its sender waited. Repeating it with the same --id is safe.',
    'ORDER_UNKNOWN',
    { commandId: id },
  );
}

async function show(bus: Bus, output: Output, clOrdId: string | undefined, options: ShowOptions): Promise<void> {
  const { account, strategy, id } = options;
  let order: OrderEventShape;
  try {
    order = await orderStatus(bus, { account, strategy, ...given('clOrdId', clOrdId), ...given('commandId', id) });
  } catch (error) {
    throw notThere(error, options);
  }
  const events = await orderEvents(bus, order);
  // An event may have come between the two questions.
  const last = events.at(-1) ?? order;
  output.result({ order: withIsoTimes(last), events: events.map((event) => withIsoTimes(event)) }, () =>
    [orderLine(output, last), `commandId ${last.commandId}`, timeline(output, events)].join('\n'),
  );
}

export function showCommand(): Command {
  return newBusCommand('show', 'one order and all that happened to it', [
    'order show dev-manual-1-1',
    'order show --id my-order-1',
  ])
    .argument('[clOrdId]', 'id of the order', idArgument)
    .option('--id <commandId>', 'the id of the command that made it instead', idArgument)
    .addOption(accountOption())
    .addOption(
      new Option(
        '--strategy <strategy>',
        'strategy that placed it; orders of an account are yours to see, refused ones only by their strategy',
      )
        .argParser(strategyArgument)
        .default(MANUAL),
    )
    .action((clOrdId: string | undefined, options: ShowOptions) => {
      if ((clOrdId === undefined) === (options.id === undefined))
        throw usage('which order?', 'Give either its clOrdId or --id with the commandId.');
      return runOnBus(options, (bus, output) => show(bus, output, clOrdId, options));
    });
}
