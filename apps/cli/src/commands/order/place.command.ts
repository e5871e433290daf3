import type { Command } from 'commander';
import { US_PER_MS, US_PER_SECOND } from '@bourseworks/domain';
import type { OrderEventShape, OrderReplyShape, OrderRequestShape } from '@bourseworks/dto/shapes';
import { accountOption, adapterOption, given, venueOption } from '../../arguments/options.js';
import { decimalArgument, timeoutArgument, idArgument, sideArgument } from '../../arguments/parsers.js';
import { commandLine } from '../../arguments/shell.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, failureOf } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { stopSignal } from '../../streams/stopping.js';
import { commandFields, sendCommand, type OrderOptions } from './order-request.js';
import { eventLine, orderLine } from './order-text.js';
import { addTermsOptions, termsOf, type TermsOptions } from './terms-options.js';
import { isFinal, waitForEnd } from './wait-for-end.js';

const WAIT_US = 30 * US_PER_SECOND;

interface PlaceOptions extends OrderOptions, TermsOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly wait: boolean;
}

function orderRequest(
  symbol: string,
  side: 'BUY' | 'SELL',
  quantity: string,
  options: PlaceOptions,
): OrderRequestShape {
  const { venue, adapter } = options;
  return {
    ...commandFields(options),
    venue,
    symbol,
    side,
    quantity,
    ...termsOf(options),
    ...given('adapter', adapter),
  };
}

function placed(output: Output, { clOrdId, commandId, ordStatus, duplicate }: OrderReplyShape): string {
  const again = duplicate ? `; it was placed before, this is the first outcome again` : '';
  return `Order ${output.style('strong', clOrdId)} is ${ordStatus} (commandId ${commandId})${again}.`;
}

/** The order is placed, and that is all that is known for sure: what to look at and how to end it. */
function stillOpen(message: string, reply: OrderReplyShape, options: PlaceOptions, code?: string): CliFailure {
  const { clOrdId, commandId } = reply;
  const show = commandLine(['order', 'show', clOrdId], options);
  const cancel = commandLine(['order', 'cancel', clOrdId], options);
  return new CliFailure(EXIT.unknown, message, `See: ${show}\nCancel: ${cancel}`, code, { clOrdId, commandId });
}

/** What the end of the wait means for the exit code. */
function judge(last: OrderEventShape | undefined, reply: OrderReplyShape, options: PlaceOptions): void {
  const { clOrdId, commandId } = reply;
  if (last?.ordStatus === 'Rejected') {
    const { code = 'ORDER_REJECTED', reason = 'the venue rejected the order' } = last;
    throw new CliFailure(EXIT.refused, reason, undefined, code, { clOrdId, commandId });
  }
  if (isFinal(last)) return;
  throw stillOpen(`the order is placed but not final: it is ${last?.ordStatus ?? reply.ordStatus}`, reply, options);
}

async function wait(bus: Bus, output: Output, reply: OrderReplyShape, options: PlaceOptions): Promise<void> {
  const { clOrdId } = reply;
  const signal = stopSignal();
  if (!output.json) output.note(placed(output, reply));
  const last = await waitForEnd(bus, {
    account: options.account,
    strategy: 'manual',
    clOrdId,
    timeoutMs: (options.timeout ?? WAIT_US) / US_PER_MS,
    signal,
    onEvent: (event) => {
      if (!output.json) output.note(eventLine(output, event));
    },
  }).catch((error: unknown) => {
    // Whatever it was: the order is placed, so "nothing was done" and "refused" would both be untrue.
    const { message, code } = failureOf(error);
    throw stillOpen(
      `the order is placed, but what became of it could not be followed: ${message}`,
      reply,
      options,
      code,
    );
  });
  const now = last === undefined ? {} : { ordStatus: last.ordStatus, state: last.state, order: withIsoTimes(last) };
  output.result({ ...reply, ...now }, () => (last === undefined ? placed(output, reply) : orderLine(output, last)));
  if (signal.aborted && !isFinal(last)) {
    process.exitCode = EXIT.interrupted;
    // Ctrl-C ends the wait; somebody may think that it ended the order.
    output.note(`The order stays open. Cancel: ${commandLine(['order', 'cancel', clOrdId], options)}`);
  } else judge(last, reply, options);
}

async function place(bus: Bus, output: Output, request: OrderRequestShape, options: PlaceOptions): Promise<void> {
  // Told before it is sent: whoever interrupts the command can still ask what became of it.
  if (!output.json && options.id === undefined) output.note(`commandId ${request.commandId}`);
  const reply = await sendCommand(bus, 'submit', request, options);
  if (options.wait) return wait(bus, output, reply, options);
  output.result(reply, () => placed(output, reply));
  return undefined;
}

export function placeCommand(): Command {
  const command = newBusCommand('place', 'place an order: at the market, with a limit, or behind a stop', [
    'order place BTCUSD BUY 0.01 --wait',
    'order place BTCUSD SELL 0.01 --limit 61000.50 --tif GTC --id my-order-1',
    'order place BTCUSD SELL 0.01 --stop 58000 --tif GTC --reduce-only',
  ])
    .argument('<symbol>', 'symbol', idArgument)
    .argument('<side>', 'BUY or SELL', sideArgument)
    .argument('<quantity>', 'decimal, goes out as it is typed', decimalArgument);
  return addTermsOptions(command)
    .addOption(accountOption())
    .addOption(venueOption())
    .addOption(adapterOption())
    .option('--id <commandId>', 'your own id: the same id is executed at most once (default: a new one)', idArgument)
    .option('--wait', 'until the order is filled or otherwise final', false)
    .option('--timeout <duration>', 'wait for the answer (5s), with --wait for the end (30s)', timeoutArgument)
    .action((symbol: string, side: 'BUY' | 'SELL', quantity: string, options: PlaceOptions) => {
      const request = orderRequest(symbol, side, quantity, options);
      return runOnBus(options, (bus, output) => place(bus, output, request, options));
    });
}
