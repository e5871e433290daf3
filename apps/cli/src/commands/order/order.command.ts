import { Command } from 'commander';
import { cancelCommand, replaceCommand } from './change.command.js';
import { listCommand } from './list.command.js';
import { bracketCommand, ocoCommand } from './lists/bracket.command.js';
import { cancelListCommand } from './lists/cancel-list.command.js';
import { listsCommand } from './lists/lists.command.js';
import { otoCommand } from './lists/oto.command.js';
import { showListCommand } from './lists/show-list.command.js';
import { placeCommand } from './place.command.js';
import { showCommand } from './show.command.js';

/** Orders of people. */
export function orderCommand(): Command {
  const order = new Command('order').description('place, change and look at orders');
  const single = [placeCommand(), cancelCommand(), replaceCommand(), showCommand(), listCommand()];
  const placed = [bracketCommand(), ocoCommand(), otoCommand()];
  const lists = [...placed, listsCommand(), showListCommand(), cancelListCommand()];
  for (const command of [...single, ...lists]) order.addCommand(command);
  return order;
}
