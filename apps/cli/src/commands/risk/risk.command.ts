import { Command } from 'commander';
import { checkCommand } from './check.command.js';
import { locateCommand } from './locate.command.js';
import { stateCommand } from './state.command.js';

/** Questions to the risk engine, and what people set in it. */
export function riskCommand(): Command {
  const risk = new Command('risk').description('would an order pass? Trading states, locates');
  for (const command of [checkCommand(), stateCommand(), locateCommand()]) risk.addCommand(command);
  return risk;
}
