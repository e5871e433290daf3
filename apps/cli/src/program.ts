import { Command } from 'commander';
import { up } from './commands/up.command.js';
import { demo, type DemoOptions } from './commands/demo.command.js';
import { localCommands } from './commands/local-commands.js';
import { platformCommands } from './commands/platform-commands.js';

/** The command line tool `bourse`. */
export function createProgram(): Command {
  const program = new Command('bourse')
    .description('Bourseworks: market data, strategies, orders and risk over an event broker')
    .showHelpAfterError();
  program
    .command('up')
    .description('run the whole platform on this machine, with embedded defaults')
    .option('--json', 'print the raw JSON log lines', false)
    .action(async (options: { json: boolean }) => {
      process.exitCode = await up(options);
    });
  program
    .command('demo')
    .description('let the pairs strategy trade and print the result')
    .option(
      '--data <directory>',
      'replay recorded bars from here, in lock-step; without it the simulated exchange runs',
    )
    .option('--venue <venue>', 'venue of the recording', 'coinbase')
    .option('--symbols <y,x>', 'the pair', 'BTCUSD,ETHUSD')
    .option('--history <date>', 'day the strategy learns from', '2017-09-03')
    .option('--trade <date>', 'day it trades', '2017-09-04')
    .option('--fee <rate>', 'fee of the paper broker as a fraction of the notional', '0.001')
    .option('--cash <amount>', 'initial cash', '1000000')
    .option('--seconds <n>', 'how long the simulated exchange runs', '60')
    .option('--json', 'one JSON object as the last line', false)
    .addHelpText('after', '\nExample:\n  npm run demo -- --data ../shared/data --json')
    .action(async (options: DemoOptions) => {
      process.exitCode = await demo(options);
    });
  for (const command of [...platformCommands(), ...localCommands()]) program.addCommand(command);
  return program;
}
