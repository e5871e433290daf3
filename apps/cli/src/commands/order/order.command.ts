import { Command } from 'commander';
import { cancelCommand, replaceCommand } from './change.command.js';
import { listCommand } from './list.command.js';
import { bracketCommand, ocoCommand } from './order-lists.command.js';
import { placeCommand } from './place.command.js';
import { showCommand } from './show.command.js';

/** Orders of people. */
export function orderCommand(): Command {
  const order = new Command('order').description('place, change and look at orders');
  const lists = [bracketCommand(), ocoCommand()];
  const single = [placeCommand(), cancelCommand(), replaceCommand(), showCommand(), listCommand()];
  for (const command of [...single, ...lists]) order.addCommand(command);
  return order;
}
