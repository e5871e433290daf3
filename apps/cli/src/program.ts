import { Command } from 'commander';
import { completeCommand } from './commands/completion.command.js';
import { demoCommand } from './commands/demo.command.js';
import { localCommands } from './commands/local-commands.js';
import { platformCommands } from './commands/platform-commands.js';
import { researchCommands } from './commands/research-commands.js';
import { upCommand } from './commands/up.command.js';
import { throwUsageErrors } from './usage-errors.js';
import { platformVersion } from './version.js';

/** Where a command stands in the help; one that is not named comes under "Commands:". */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Run the platform:': ['up', 'demo'],
  'Market data:': ['instruments', 'history', 'watch', 'book', 'record', 'replay', 'feeds'],
  'Orders and money:': ['order', 'positions', 'pnl', 'portfolio', 'kill', 'rearm'],
  'Risk:': ['risk', 'limits'],
  'Strategies:': ['strategy'],
  'Research:': ['indicator', 'price', 'stats'],
  'This machine:': ['health', 'broker', 'doctor', 'config', 'audit', 'journal', 'completion'],
};

const EXAMPLES = `
Examples:
  bourse up                                     run everything on this machine; Ctrl-C stops it
  bourse demo --data ../shared/data             replay recorded bars and print what came of it
  bourse health                                 is every service ready?
  bourse COMMAND --help                         options and examples of one command

Exit codes: 0 done, 1 failed here, 2 wrong command line, 3 refused by the platform, 4 platform not reachable,
5 outcome unknown, 130 interrupted.`;

function grouped(command: Command): Command {
  const group = Object.entries(GROUPS).find(([, names]) => names.includes(command.name()));
  return group === undefined ? command : command.helpGroup(group[0]);
}

/** The command line tool `bourse`. */
export function createProgram(): Command {
  const program = new Command('bourse')
    .description('Bourseworks: market data, strategies, orders and risk over an event broker')
    .version(platformVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpCommand(new Command('help').argument('[command]').description('print help').helpGroup('This machine:'))
    .addHelpText('after', EXAMPLES);
  const commands = [upCommand(), demoCommand(), ...platformCommands(), ...researchCommands(), ...localCommands()];
  for (const command of commands) program.addCommand(grouped(command));
  program.addCommand(completeCommand(), { hidden: true });
  throwUsageErrors(program);
  return program;
}
