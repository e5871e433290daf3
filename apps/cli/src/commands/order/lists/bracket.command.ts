import { Option, type Command } from 'commander';
import type { Side, TimeInForce } from '@bourseworks/domain';
import type { ListOrderShape } from '@bourseworks/dto/shapes';
import { given } from '../../../arguments/options.js';
import { decimalArgument } from '../../../arguments/parsers.js';
import { newListCommand, releaseOption, submitList, type Release, type SubmitListOptions } from './submit-list.js';

interface ExitOptions extends SubmitListOptions {
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly tif: TimeInForce;
  readonly closeOvershoot: boolean;
}

interface BracketOptions extends ExitOptions {
  readonly entry?: string;
  readonly release: Release;
}

/** The two exits: a limit order, and a stop. */
function exits(base: Omit<ListOrderShape, 'role' | 'type'>, options: ExitOptions): ListOrderShape[] {
  return [
    { ...base, role: 'TAKE_PROFIT', type: 'LIMIT', price: options.takeProfit },
    { ...base, role: 'STOP_LOSS', type: 'STOP', stopPrice: options.stopLoss },
  ];
}

function bracketOrders(symbol: string, side: Side, quantity: string, options: BracketOptions): ListOrderShape[] {
  const { venue, adapter, entry, tif: timeInForce } = options;
  const base = { venue, symbol, quantity, timeInForce, ...given('adapter', adapter) };
  const first = entry === undefined ? ({ type: 'MARKET' } as const) : ({ type: 'LIMIT', price: entry } as const);
  return [
    { ...base, role: 'ENTRY', side, ...first },
    ...exits({ ...base, side: side === 'BUY' ? 'SELL' : 'BUY' }, options),
  ];
}

function ocoOrders(symbol: string, side: Side, quantity: string, options: ExitOptions): ListOrderShape[] {
  const { venue, adapter, tif: timeInForce } = options;
  const base = { venue, symbol, side, quantity, timeInForce, ...given('adapter', adapter) };
  return exits(base, options).map((order) => ({ ...order, role: 'LEG' }));
}

const newExitsCommand = (name: string, what: string, example: string): Command =>
  newListCommand(name, what, [example])
    .requiredOption('--take-profit <price>', 'limit of the exit with a gain', decimalArgument)
    .requiredOption('--stop-loss <price>', 'trigger of the exit with a loss', decimalArgument)
    .addOption(new Option('--tif <tif>', 'time in force').choices(['DAY', 'GTC']).default('GTC'))
    .option('--close-overshoot', 'take back at the market what both exits fill in a race', false);

export function bracketCommand(): Command {
  return newExitsCommand(
    'bracket',
    'place an entry with a take-profit and a stop-loss that cancel each other',
    'order bracket BTCUSD BUY 0.01 --entry 60000 --take-profit 63000 --stop-loss 58500',
  )
    .option('--entry <price>', 'limit of the entry; without it, at the market', decimalArgument)
    .addOption(releaseOption())
    .action((symbol: string, side: Side, quantity: string, options: BracketOptions) => {
      const { closeOvershoot, release } = options;
      const orders = bracketOrders(symbol, side, quantity, options);
      return submitList({ kind: 'BRACKET', orders, closeOvershoot, release }, options);
    });
}

export function ocoCommand(): Command {
  return newExitsCommand(
    'oco',
    'place two exits of a position that cancel each other',
    'order oco BTCUSD SELL 0.01 --take-profit 63000 --stop-loss 58500',
  ).action((symbol: string, side: Side, quantity: string, options: ExitOptions) => {
    const { closeOvershoot } = options;
    return submitList({ kind: 'OCO', orders: ocoOrders(symbol, side, quantity, options), closeOvershoot }, options);
  });
}
