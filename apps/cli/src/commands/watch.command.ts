import type { Command } from 'commander';
import { STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import { adapterOption, given, kindOption, venueOption } from '../arguments/options.js';
import { countArgument, secondsArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import type { Output } from '../output/output.js';
import { LiveSubscription } from '../streams/live-subscription.js';
import { isWatched } from '../streams/screen.js';
import { stopSignal, whenStopped } from '../streams/stopping.js';
import { WatchLines, type WatchView } from '../streams/watch-lines.js';
import { WatchTable } from '../streams/watch-table.js';
import { chooseSymbols, checkCount, symbolsArgument } from './choose-symbols.js';

const KINDS = STREAM_KINDS.filter((kind) => kind !== 'book');

interface WatchOptions extends BusOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly kind: StreamKind;
  readonly count?: number;
  readonly seconds?: number;
}

/** Opens a stream for each symbol, each of which then tells the view. */
async function openAll(
  bus: Bus,
  symbols: readonly string[],
  { venue, adapter, kind }: WatchOptions,
  view: WatchView,
  opened: LiveSubscription[],
): Promise<void> {
  for (const symbol of symbols) {
    const query = { venue, symbol, kind, ...given('adapter', adapter) };
    const subscription = await LiveSubscription.open(bus, query, {
      item: (item, sequence, instrument) => view.item(symbol, item, sequence, instrument),
      gap: (missed, restarted) => view.gap(symbol, missed, restarted),
      status: (state, reason) => view.status(symbol, state, reason),
    });
    opened.push(subscription);
  }
}

async function watch(bus: Bus, output: Output, named: readonly string[], options: WatchOptions): Promise<void> {
  const { venue, kind, count = Number.POSITIVE_INFINITY, seconds } = options;
  const signal = stopSignal();
  const enough = new AbortController();
  const symbols = await chooseSymbols(bus, named, options);
  const counted = { limit: count, reached: () => enough.abort() };
  const view: WatchView = isWatched(output.json)
    ? new WatchTable(output, kind, symbols, counted)
    : new WatchLines(output, { venue, kind }, counted);
  const opened: LiveSubscription[] = [];
  try {
    await openAll(bus, symbols, options, view, opened);
    await whenStopped(AbortSignal.any([signal, enough.signal]), seconds);
  } finally {
    await Promise.all(opened.map((subscription) => subscription.close()));
    view.end();
  }
}

export function watchCommand(): Command {
  return newBusCommand('watch', 'live market data, until Ctrl-C', [
    'watch',
    'watch BTCUSD ETHUSD --kind trade',
    'watch BTCUSD --kind bar-1s --count 10 --json',
  ])
    .addArgument(symbolsArgument())
    .addOption(venueOption())
    .addOption(adapterOption())
    .addOption(kindOption(KINDS, 'quote'))
    .option('--count <n>', 'end after so many items', countArgument)
    .option('--seconds <s>', 'end after so many seconds', secondsArgument)
    .action((symbols: readonly string[] | undefined, options: WatchOptions) => {
      checkCount(symbols);
      return runOnBus(options, (bus, output) => watch(bus, output, symbols ?? [], options));
    });
}
