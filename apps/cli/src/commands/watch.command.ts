import type { Command } from 'commander';
import { STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import { adapterOption, given, kindOption, venueOption } from '../arguments/options.js';
import { countArgument, idArgument, secondsArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import { usage } from '../failure.js';
import type { Output } from '../output/output.js';
import { LiveSubscription } from '../streams/live-subscription.js';
import { isWatched } from '../streams/screen.js';
import { stopSignal, whenStopped } from '../streams/stopping.js';
import { WatchLines, type WatchView } from '../streams/watch-lines.js';
import { WatchTable } from '../streams/watch-table.js';
import { listInstruments } from './instruments.command.js';

const KINDS = STREAM_KINDS.filter((kind) => kind !== 'book');
const MAX_SYMBOLS = 200;

interface WatchOptions extends BusOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly kind: StreamKind;
  readonly count?: number;
  readonly seconds?: number;
}

/** The symbols that were named, else all that the venue has in this kind. */
async function chooseSymbols(bus: Bus, named: readonly string[], options: WatchOptions): Promise<readonly string[]> {
  if (named.length > 0) return [...new Set(named)];
  const listed = await listInstruments(bus, options);
  const symbols = listed.filter(({ kinds }) => kinds.includes(options.kind)).map(({ symbol }) => symbol);
  if (symbols.length === 0) throw usage(`${options.venue} has no ${options.kind}`, 'See `bourse instruments`.');
  if (symbols.length > MAX_SYMBOLS) throw usage(`${options.venue} has ${symbols.length} symbols`, 'Name some of them.');
  return symbols;
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
    .argument('[symbols...]', 'symbols (default: all of the venue)', (symbol: string, before?: string[]) => [
      ...(before ?? []),
      idArgument(symbol),
    ])
    .addOption(venueOption())
    .addOption(adapterOption())
    .addOption(kindOption(KINDS, 'quote'))
    .option('--count <n>', 'end after so many items', countArgument)
    .option('--seconds <s>', 'end after so many seconds', secondsArgument)
    .action((symbols: readonly string[] | undefined, options: WatchOptions) => {
      if (symbols !== undefined && symbols.length > MAX_SYMBOLS) throw usage(`more than ${MAX_SYMBOLS} symbols`);
      return runOnBus(options, (bus, output) => watch(bus, output, symbols ?? [], options));
    });
}
