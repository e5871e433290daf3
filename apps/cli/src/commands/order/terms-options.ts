import { Option, type Command } from 'commander';
import {
  formatNanos,
  ORDER_TYPES,
  TIMES_IN_FORCE,
  US_PER_MS,
  type OrderType,
  type TimeInForce,
} from '@bourseworks/domain';
import type { OrderInstructionsShape, OrderRequestShape } from '@bourseworks/dto/shapes';
import { given } from '../../arguments/options.js';
import { amountArgument, decimalArgument, futureArgument } from '../../arguments/parsers.js';

/** Prices and distances that an order, or a change of one, names. */
export interface PriceOptions {
  readonly limit?: string;
  readonly stop?: string;
  readonly trail?: string;
  readonly display?: string;
  /** Microseconds. */
  readonly goodTill?: number;
}

export interface TermsOptions extends PriceOptions {
  readonly type?: OrderType;
  readonly tif: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

export type Terms = Pick<OrderRequestShape, 'type' | 'timeInForce' | 'price' | 'reduceOnly'> & OrderInstructionsShape;

const TIME_HELP = 'end of a GTD order: an ISO 8601 time, or a duration from now such as 2h';

/** What an order is, beside symbol, side and quantity. */
export function addTermsOptions(command: Command): Command {
  return command
    .addOption(new Option('--type <type>', 'order type (default: by the prices that are given)').choices(ORDER_TYPES))
    .option(
      '--limit <price>',
      'limit price; without it, and without --stop and --trail, a market order',
      decimalArgument,
    )
    .option('--stop <price>', 'trigger of a stop order; with --limit a stop-limit order', decimalArgument)
    .option('--trail <distance>', 'a trailing stop, whose trigger follows the market at this distance', decimalArgument)
    .addOption(new Option('--tif <tif>', 'time in force').choices(TIMES_IN_FORCE).default('DAY'))
    .option('--good-till <time>', TIME_HELP, futureArgument)
    .option('--display <quantity>', 'show only so much of it at a time (iceberg)', decimalArgument)
    .option('--post-only', 'never takes what is in the book: refused or cancelled instead', false)
    .option('--reduce-only', 'refused unless it can only reduce the position of the account', false);
}

/** What of an open order may be changed, beside its quantity. */
export function addChangeOptions(command: Command): Command {
  return command
    .option('--limit <price>', 'new limit price', decimalArgument)
    .option('--stop <price>', 'new trigger of a stop order that waits', decimalArgument)
    .option('--trail <distance>', 'new distance of a trailing stop', decimalArgument)
    .option('--display <quantity>', 'show so much of it at a time; 0 shows all', amountArgument)
    .option('--good-till <time>', TIME_HELP, futureArgument);
}

export function priceFields({ limit, stop, trail, display, goodTill }: PriceOptions) {
  return {
    ...given('price', limit),
    ...given('stopPrice', stop),
    ...given('trailBy', trail),
    ...given('displayQty', display),
    ...given(
      'goodTillTime',
      goodTill === undefined ? undefined : formatNanos(Math.trunc(goodTill / US_PER_MS) * US_PER_MS),
    ),
  };
}

function typeOf({ type, limit, stop, trail }: TermsOptions): OrderType {
  if (type !== undefined) return type;
  if (trail !== undefined) return 'TRAILING_STOP';
  if (stop !== undefined) return limit === undefined ? 'STOP' : 'STOP_LIMIT';
  return limit === undefined ? 'MARKET' : 'LIMIT';
}

/** The type is the one named, else the one that the given prices make. Which of them go together is for the OMS to say. */
export function termsOf(options: TermsOptions): Terms {
  const { tif: timeInForce, postOnly, reduceOnly } = options;
  return {
    type: typeOf(options),
    timeInForce,
    ...priceFields(options),
    ...(postOnly ? { postOnly } : {}),
    ...(reduceOnly ? { reduceOnly } : {}),
  };
}
