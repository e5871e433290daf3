import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { formatIso, knownUs, STREAM_KINDS, US_PER_MS, type StreamKind } from '@bourseworks/domain';
import type { MarketDataAdapter } from '@bourseworks/ports';
import { countArgument, idArgument, timeArgument } from '../arguments/parsers.js';
import { newBusCommand, run, runOnBus, type BusOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure, usage } from '../failure.js';
import type { Output } from '../output/output.js';
import { mergeEvents } from '../replay/merge-events.js';
import { Pace, speedArgument } from '../replay/pace.js';
import { EVERYTHING, openData, partsOf, type StoredStream, type TimeRange } from '../replay/recorded-data.js';
import { ReplayLines, ReplayTopics, type ReplayView } from '../replay/replay-views.js';
import { stopSignal } from '../streams/stopping.js';

/** Each has a part of its file in memory. */
const MAX_STREAMS = 200;

export interface ReplayOptions extends BusOptions {
  readonly venue?: readonly string[];
  readonly symbols?: readonly string[];
  readonly kind: readonly StreamKind[];
  readonly from?: number;
  readonly to?: number;
  readonly speed?: number;
  readonly limit?: number;
  readonly publish: boolean;
}

/** @throws CliFailure when it is empty */
function rangeOf({ from, to }: ReplayOptions): TimeRange {
  const range = { fromUs: from ?? EVERYTHING.fromUs, toUs: to ?? EVERYTHING.toUs };
  if (range.fromUs < range.toUs) return range;
  throw usage(
    `the range from ${formatIso(range.fromUs)} to ${formatIso(range.toUs)} is empty`,
    'Give a --from before --to.',
  );
}

/** The streams of a folder that were asked for, by venue, symbol and kind. @throws CliFailure when there are none, or too many */
export async function chooseStreams(
  data: MarketDataAdapter,
  { venue: venues, symbols, kind: kinds }: Pick<ReplayOptions, 'venue' | 'symbols' | 'kind'>,
): Promise<readonly StoredStream[]> {
  const all = await data.instruments();
  const named = all.filter(
    ({ venue, symbol }) => (venues?.includes(venue) ?? true) && (symbols?.includes(symbol) ?? true),
  );
  const missing = (symbols ?? []).filter((wanted) => !named.some(({ symbol }) => symbol === wanted));
  if (missing.length > 0 || named.length === 0) {
    const there = all.map(({ key }) => key).join(', ');
    throw usage(
      `there is no ${missing.join(' and no ') || 'instrument'} in it`,
      `It has ${there.slice(0, 500) || 'nothing'}.`,
    );
  }
  const streams = named.flatMap((instrument) => {
    const offered = data.kinds(instrument);
    return kinds.filter((kind) => offered.includes(kind)).map((kind) => ({ instrument, kind }));
  });
  if (streams.length === 0) {
    const there = [...new Set(named.flatMap((instrument) => data.kinds(instrument)))].join(', ');
    throw usage(`it has no ${kinds.join(' and no ')} of that`, `Choose by --kind: it has ${there}.`);
  }
  if (streams.length > MAX_STREAMS) throw usage(`these are ${streams.length} streams`, 'Choose some by --symbols.');
  return streams;
}

/** Shows the events of streams one after the other. Resolves to how many there were. */
export async function play(
  data: MarketDataAdapter,
  streams: readonly StoredStream[],
  view: ReplayView,
  options: { readonly range: TimeRange; readonly pace: Pace; readonly limit?: number; readonly signal: AbortSignal },
): Promise<number> {
  const { range, pace, limit, signal } = options;
  let items = 0;
  for await (const { source, event } of mergeEvents(streams.map((stream) => partsOf(data, stream, range)))) {
    // A reader that has gone, such as `head`, has what it wanted.
    if (signal.aborted || items === limit || process.stdout.errored != null) break;
    if (pace.isAhead(knownUs(event))) {
      await view.flush();
      await pace.reach(knownUs(event));
      if (signal.aborted) break;
    }
    await view.take(source, event);
    items += 1;
  }
  await view.end();
  return items;
}

async function replay(
  folder: string,
  options: ReplayOptions,
  output: Output,
  viewOf: (streams: readonly StoredStream[]) => Promise<ReplayView>,
): Promise<void> {
  const range = rangeOf(options);
  const signal = stopSignal();
  const data = await openData(resolve(folder), options.venue);
  try {
    const streams = await chooseStreams(data, options);
    const pace = new Pace(options.speed ?? (options.publish ? 1 : Infinity), signal);
    const view = await viewOf(streams);
    const { limit } = options;
    const items = await play(data, streams, view, { range, pace, signal, ...(limit === undefined ? {} : { limit }) });
    if (signal.aborted) process.exitCode = EXIT.interrupted;
    else if (items === 0)
      throw new CliFailure(
        EXIT.refused,
        'there is nothing in the range',
        'Choose it by --from and --to.',
        'HISTORY_NOT_FOUND',
      );
    if (!output.json) output.note(`${items} items of ${streams.length} ${streams.length === 1 ? 'stream' : 'streams'}`);
  } finally {
    await data.close();
  }
}

export function replayCommand(): Command {
  return newBusCommand('replay', 'play recorded market data: print them, or publish them on the bus', [
    'replay recordings --limit 20',
    'replay recordings --symbols BTCUSD --kind trade --kind book --json',
    'replay recordings --speed 10 --publish',
  ])
    .argument('<folder>', 'folder with recordings, or with data in another format that the replay adapter reads')
    .option('--venue <venue...>', 'only these venues', collect)
    .option('--symbols <symbol...>', 'only these symbols', collect)
    .addOption(new Option('--kind <kind...>', 'kinds of data').choices(STREAM_KINDS).default(['trade']))
    .option(
      '--from <time>',
      'ISO 8601 time of the venue, or a duration before now (default: the beginning)',
      timeArgument,
    )
    .option('--to <time>', 'the same; what lies at this time is not part of it (default: the end)', timeArgument)
    .option('--speed <n>', 'times as quick as it was, or max (default: max, and 1 with --publish)', speedArgument)
    .option('--limit <n>', 'at most the first n items', countArgument)
    .option('--publish', 'on topics marketdata/live/v1/KIND/recorded.VENUE/SYMBOL, instead of printing', false)
    .action((folder: string, options: ReplayOptions) => {
      if (!options.publish)
        return run(options, (output) =>
          replay(folder, options, output, (streams) => Promise.resolve(new ReplayLines(output, streams))),
        );
      return runOnBus(options, (bus, output) =>
        replay(folder, options, output, async (streams) => {
          const topics = new ReplayTopics(bus, streams, Date.now() * US_PER_MS);
          for (const topic of topics.topics) output.result({ type: 'stream', topic }, () => `publishing on ${topic}`);
          await topics.begin();
          return topics;
        }),
      );
    });
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, idArgument(value)];
