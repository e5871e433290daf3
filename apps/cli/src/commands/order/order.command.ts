import { Command } from 'commander';
import { cancelCommand, replaceCommand } from './change.command.js';
import { listCommand } from './list.command.js';
import { placeCommand } from './place.command.js';
import { showCommand } from './show.command.js';

/** Orders of people. */
export function orderCommand(): Command {
  const order = new Command('order').description('place, change and look at orders');
  for (const command of [placeCommand(), cancelCommand(), replaceCommand(), showCommand(), listCommand()])
    order.addCommand(command);
  return order;
}
