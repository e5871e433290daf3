import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Side } from '@bourseworks/domain';
import type { ListOrderShape } from '@bourseworks/dto/shapes';
import { adapterOption } from '../../../arguments/options.js';
import { decimalArgument, idArgument, sideArgument } from '../../../arguments/parsers.js';
import { addTermsOptions, termsOf, type TermsOptions } from '../terms-options.js';

/** An order of a list as it was typed. */
export interface Child {
  readonly order: Omit<ListOrderShape, 'role' | 'venue' | 'adapter'>;
  readonly venue?: string;
  readonly adapter?: string;
}

type ChildOptions = TermsOptions & Pick<Child, 'venue' | 'adapter'>;

const parser = (): Command =>
  addTermsOptions(new Command('child').helpOption(false).exitOverride())
    .configureOutput({ writeErr: () => undefined })
    .argument('<symbol>', '', idArgument)
    .argument('<side>', '', sideArgument)
    .argument('<quantity>', '', decimalArgument)
    .option('--venue <venue>', '', idArgument)
    .addOption(adapterOption());

/**
 * Reads an order that stands in one word of the command line: `BTCUSD SELL 0.01 --limit 63000 --tif GTC`.
 * @throws InvalidArgumentError that says what of it is wrong
 */
export function readChild(text: string): Child {
  let command: Command;
  try {
    command = parser().parse(
      text.split(/\s+/).filter((word) => word !== ''),
      { from: 'user' },
    );
  } catch (error) {
    if (error instanceof CommanderError) throw new InvalidArgumentError(error.message.replace(/^error: /, ''));
    throw error;
  }
  const [symbol, side, quantity] = command.processedArgs as [string, Side, string];
  const { venue, adapter, ...terms } = command.opts<ChildOptions>();
  return {
    order: { symbol, side, quantity, ...termsOf(terms) },
    ...(venue === undefined ? {} : { venue }),
    ...(adapter === undefined ? {} : { adapter }),
  };
}
