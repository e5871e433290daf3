import { Option, type Command } from 'commander';
import { newCommand, run } from '../command.js';
import { checkDemoOptions, FEEDS, type DemoOptions } from '../demo/demo-options.js';

export function demoCommand(): Command {
  return newCommand('demo', 'let the pairs strategy trade and print the result', [
    'demo --seconds 10',
    'demo --data ../shared/data --json',
    'demo --feed binance --data ../shared/data --json',
    'demo --feed recording --data recordings',
    'demo --feed binance --data ../shared/data --from 2024-08-08T23:54:14Z --learn 120 --to 2024-08-08T23:57:30Z',
  ])
    .addOption(
      new Option(
        '--feed <feed>',
        'lean = minute bars, binance = order books and trades, tick by tick, recording = of `bourse record`',
      )
        .choices(FEEDS)
        .default('lean'),
    )
    .option('--data <directory>', 'replay a recording from here, in lock-step; without it the simulated exchange runs')
    .option('--venue <venue>', 'venue (lean: coinbase; binance: binance; recording: its first)')
    .option('--symbols <y,x>', 'the pair (lean: BTCUSD,ETHUSD; binance: BTCUSDT,ETHUSDT; recording: its first two)')
    .option('--history <date>', 'lean: day the strategy learns from (2017-09-03)')
    .option('--trade <date>', 'lean: day it trades (2017-09-04)')
    .option('--from <time>', 'start of the part that is used (binance: 2024-08-08T23:54:14Z; recording: its own)')
    .option(
      '--to <time>',
      'its end; an earlier one shortens the run (binance: 2024-08-09T00:00:00Z; recording: its own)',
    )
    .option(
      '--learn <seconds>',
      'how much of its beginning the strategy learns from (binance: 120; recording: a third)',
    )
    .option('--fee <rate>', 'fee of the paper broker as a fraction of the notional', '0.001')
    .option('--cash <amount>', 'initial cash', '1000000')
    .option('--seconds <n>', 'how long the simulated exchange runs', '60')
    .option('--events <file>', 'write every order event here, one JSON object a line')
    .action((options: DemoOptions) =>
      run(options, async (output) => {
        checkDemoOptions(options);
        // Loaded only now: the bus and its client are no part of a quick `--help`.
        const { demo } = await import('../demo/demo.js');
        await demo(options, output);
      }),
    );
}
