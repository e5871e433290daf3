import type { Command } from 'commander';
import { adapterOption, given, venueOption } from '../arguments/options.js';
import { countArgument, idArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import { usage } from '../failure.js';
import type { Output } from '../output/output.js';
import { BookSubscription } from '../streams/book-subscription.js';
import { bookText } from '../streams/book-text.js';
import { withIsoTimes } from '../streams/iso-time.js';
import { isWatched, Screen } from '../streams/screen.js';
import { stopSignal, whenStopped } from '../streams/stopping.js';
import { Throttle } from '../streams/throttle.js';
import { gapText } from '../streams/watch-lines.js';

interface BookOptions extends BusOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly depth: number;
  readonly follow: boolean;
  readonly count?: number;
}

/** Shows the book as it is now. */
function printer(output: Output, book: () => BookSubscription, depth: number): () => void {
  return () => {
    const picture = book().picture(depth);
    output.result(withIsoTimes(picture), () => `${bookText(output, picture)}\n`);
  };
}

/** Shows each change, at most ten times a second: in its place on a terminal, else one book after the other. */
async function book(bus: Bus, output: Output, symbol: string, options: BookOptions): Promise<void> {
  const { venue, adapter, depth, follow, count = Number.POSITIVE_INFINITY } = options;
  const signal = stopSignal();
  const enough = new AbortController();
  let shown = 0;
  const countOne = (): void => {
    if (++shown >= count) enough.abort();
  };
  let changed = (): void => undefined;
  const opened = await BookSubscription.open(
    bus,
    { venue, symbol, ...given('adapter', adapter) },
    {
      changed: () => changed(),
      gap: (missed, restarted) => output.note(`${symbol}: ${gapText(missed, restarted)}; asking for a fresh book`),
      failed: (error) =>
        output.note(`${symbol}: no fresh book: ${error instanceof Error ? error.message : String(error)}`),
    },
  );
  const print = printer(output, () => opened, depth);
  try {
    if (!follow) return print();
    if (isWatched(output.json)) {
      const screen = new Screen(() => {
        countOne();
        return bookText(output, opened.picture(depth));
      });
      changed = () => screen.changed();
    } else {
      const throttle = new Throttle(() => {
        if (shown === count) return;
        print();
        countOne();
      });
      changed = () => throttle.call();
    }
    changed();
    await whenStopped(AbortSignal.any([signal, enough.signal]));
  } finally {
    changed = () => undefined;
    await opened.close();
  }
}

export function bookCommand(): Command {
  return newBusCommand('book', 'the order book of a symbol: bids, asks, spread and mid', [
    'book BTCUSD',
    'book ETHUSD --depth 5 --follow',
    'book BTCUSD --follow --json --count 20',
  ])
    .argument('<symbol>', 'symbol', idArgument)
    .addOption(venueOption())
    .addOption(adapterOption())
    .option('--depth <n>', 'levels of each side', countArgument, 10)
    .option('--follow', 'show every change until Ctrl-C, at most ten a second', false)
    .option('--count <n>', 'with --follow: end after so many books', countArgument)
    .action((symbol: string, options: BookOptions) => {
      if (options.count !== undefined && !options.follow) throw usage('--count is for --follow', 'Add --follow.');
      return runOnBus(options, (bus, output) => book(bus, output, symbol, options));
    });
}
