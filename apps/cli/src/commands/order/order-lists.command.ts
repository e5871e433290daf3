import { Option, type Command } from 'commander';
import type { Side, TimeInForce } from '@bourseworks/domain';
import type { ListOrderShape, ListReplyShape, ListRequestShape } from '@bourseworks/dto/shapes';
import { accountOption, adapterOption, given, venueOption } from '../../arguments/options.js';
import { decimalArgument, idArgument, sideArgument, timeoutArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus } from '../../command.js';
import type { Output } from '../../output/output.js';
import { commandFields, sendCommand, type OrderOptions } from './order-request.js';

interface ListOptions extends OrderOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly entry?: string;
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly tif: TimeInForce;
  readonly closeOvershoot: boolean;
}

/** The two exits: a limit order, and a stop. */
function exits(base: Omit<ListOrderShape, 'role' | 'type'>, options: ListOptions): ListOrderShape[] {
  return [
    { ...base, role: 'TAKE_PROFIT', type: 'LIMIT', price: options.takeProfit },
    { ...base, role: 'STOP_LOSS', type: 'STOP', stopPrice: options.stopLoss },
  ];
}

export function bracketOrders(symbol: string, side: Side, quantity: string, options: ListOptions): ListOrderShape[] {
  const { venue, adapter, entry, tif: timeInForce } = options;
  const base = { venue, symbol, quantity, timeInForce, ...given('adapter', adapter) };
  const first = entry === undefined ? ({ type: 'MARKET' } as const) : ({ type: 'LIMIT', price: entry } as const);
  return [
    { ...base, role: 'ENTRY', side, ...first },
    ...exits({ ...base, side: side === 'BUY' ? 'SELL' : 'BUY' }, options),
  ];
}

function ocoOrders(symbol: string, side: Side, quantity: string, options: ListOptions): ListOrderShape[] {
  const { venue, adapter, tif: timeInForce } = options;
  const base = { venue, symbol, side, quantity, timeInForce, ...given('adapter', adapter) };
  return exits(base, options).map((order) => ({ ...order, role: 'LEG' }));
}

function taken(output: Output, { listId, orders, commandId, duplicate }: ListReplyShape): string {
  const again = duplicate ? '; it was taken before, this is the first outcome again' : '';
  const lines = orders.map(({ role, clOrdId }) => `  ${role} ${clOrdId}`);
  return [`List ${output.style('strong', listId)} is taken (commandId ${commandId})${again}.`, ...lines].join('\n');
}

async function send(bus: Bus, output: Output, request: ListRequestShape, options: ListOptions): Promise<void> {
  // Told before it is sent: whoever interrupts the command can repeat it under the same id.
  if (!output.json && options.id === undefined) output.note(`commandId ${request.commandId}`);
  const reply = await sendCommand<ListReplyShape>(bus, 'submit-list', request, options);
  output.result(reply, () => taken(output, reply));
}

function newListCommand(name: string, what: string, examples: readonly string[]): Command {
  return newBusCommand(name, what, [...examples])
    .argument('<symbol>', 'symbol', idArgument)
    .argument('<side>', 'BUY or SELL', sideArgument)
    .argument('<quantity>', 'decimal, goes out as it is typed', decimalArgument)
    .requiredOption('--take-profit <price>', 'limit of the exit with a gain', decimalArgument)
    .requiredOption('--stop-loss <price>', 'trigger of the exit with a loss', decimalArgument)
    .addOption(new Option('--tif <tif>', 'time in force').choices(['DAY', 'GTC']).default('GTC'))
    .option('--close-overshoot', 'take back at the market what both exits fill in a race', false)
    .addOption(accountOption())
    .addOption(venueOption())
    .addOption(adapterOption())
    .option('--id <commandId>', 'your own id: the same id is executed at most once (default: a new one)', idArgument)
    .option('--timeout <duration>', 'wait for the answer (5s)', timeoutArgument);
}

export function bracketCommand(): Command {
  return newListCommand('bracket', 'place an entry with a take-profit and a stop-loss that cancel each other', [
    'order bracket BTCUSD BUY 0.01 --entry 60000 --take-profit 63000 --stop-loss 58500',
  ])
    .option('--entry <price>', 'limit of the entry; without it, at the market', decimalArgument)
    .action((symbol: string, side: Side, quantity: string, options: ListOptions) => {
      const orders = bracketOrders(symbol, side, quantity, options);
      const { closeOvershoot } = options;
      const request = { ...commandFields(options), kind: 'BRACKET', orders, closeOvershoot } as const;
      return runOnBus(options, (bus, output) => send(bus, output, request, options));
    });
}

export function ocoCommand(): Command {
  return newListCommand('oco', 'place two exits of a position that cancel each other', [
    'order oco BTCUSD SELL 0.01 --take-profit 63000 --stop-loss 58500',
  ]).action((symbol: string, side: Side, quantity: string, options: ListOptions) => {
    const orders = ocoOrders(symbol, side, quantity, options);
    const { closeOvershoot } = options;
    const request = { ...commandFields(options), kind: 'OCO', orders, closeOvershoot } as const;
    return runOnBus(options, (bus, output) => send(bus, output, request, options));
  });
}
