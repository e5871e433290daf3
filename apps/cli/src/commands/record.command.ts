import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import { adapterOption, given, venueOption } from '../arguments/options.js';
import { countArgument, durationArgument, secondsArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { Column, Output } from '../output/output.js';
import { StreamRecorder, type Recorded, type RecorderOptions } from '../recorder/stream-recorder.js';
import { isWatched, Screen } from '../streams/screen.js';
import { stopSignal, whenStopped } from '../streams/stopping.js';
import { checkCount, chooseSymbols, symbolsArgument } from './choose-symbols.js';

const MEGABYTE = 1024 * 1024;
const SCREEN_MS = 1_000;
const PROGRESS_MS = 10_000;

interface RecordOptions extends BusOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly kind: readonly StreamKind[];
  readonly data: string;
  readonly seconds?: number;
  readonly segmentMb: number;
  readonly segmentTime?: number;
}

const COLUMNS: readonly Column<Recorded>[] = [
  { header: 'topic', cell: ({ topic }) => topic },
  { header: 'messages', cell: ({ messages }) => `${messages}`, align: 'right' },
  { header: 'items', cell: ({ items }) => `${items}`, align: 'right' },
  { header: 'missed', cell: ({ missed }) => `${missed}`, align: 'right' },
  { header: 'refused', cell: ({ refused }) => `${refused}`, align: 'right' },
  { header: 'segments', cell: ({ segments }) => `${segments}`, align: 'right' },
  { header: 'bytes', cell: ({ bytes }) => `${bytes}`, align: 'right' },
];

const sum = (recorded: readonly Recorded[], what: 'messages' | 'items' | 'missed' | 'refused' | 'bytes'): number =>
  recorded.reduce((total, stream) => total + stream[what], 0);

const countOf = (streams: number): string => `${streams} ${streams === 1 ? 'stream' : 'streams'}`;

function totals(recorded: readonly Recorded[]) {
  return {
    streams: recorded.length,
    messages: sum(recorded, 'messages'),
    items: sum(recorded, 'items'),
    missed: sum(recorded, 'missed'),
    refused: sum(recorded, 'refused'),
    bytes: sum(recorded, 'bytes'),
  };
}

/** Shows how far it is: a table in its place on a terminal, else a line now and then. @returns ends it */
function showProgress(output: Output, recorders: readonly StreamRecorder[]): () => void {
  const recorded = (): readonly Recorded[] => recorders.map((recorder) => recorder.recorded);
  const screen = isWatched(output.json) ? new Screen(() => output.table(COLUMNS, recorded())) : undefined;
  const line = (): void => {
    const now = totals(recorded());
    const text = `${countOf(now.streams)}: ${now.items} items in ${now.messages} messages, ${now.bytes} bytes; ${now.missed} missed, ${now.refused} refused`;
    if (output.json) output.result({ type: 'progress', ...now }, () => text);
    else output.note(text);
  };
  const timer = setInterval(() => (screen === undefined ? line() : screen.changed()), screen ? SCREEN_MS : PROGRESS_MS);
  return () => clearInterval(timer);
}

function writeFailed(root: string, error: Error): CliFailure {
  const remedy = 'What was recorded before is there; make room or choose another folder by --data, and start again.';
  return new CliFailure(EXIT.failed, `nothing more can be recorded in ${root}: ${error.message}`, remedy);
}

async function openAll(
  bus: Bus,
  named: readonly string[],
  { venue, adapter, kind: kinds }: RecordOptions,
  into: StreamRecorder[],
  recorder: RecorderOptions,
): Promise<void> {
  for (const kind of new Set(kinds)) {
    const stream = { venue, kind, ...given('adapter', adapter) };
    for (const symbol of await chooseSymbols(bus, named, stream))
      into.push(await StreamRecorder.open(bus, { ...stream, symbol }, recorder));
  }
}

/** Ends all segments. The first that cannot be ended is told when the others are. */
async function closeAll(recorders: readonly StreamRecorder[], root: string): Promise<void> {
  const ends = await Promise.allSettled(recorders.map((recorder) => recorder.close()));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw writeFailed(root, failed.reason as Error);
}

async function record(bus: Bus, output: Output, named: readonly string[], options: RecordOptions): Promise<void> {
  const signal = stopSignal();
  const broken = new AbortController();
  const root = resolve(options.data);
  const recorders: StreamRecorder[] = [];
  const recorder = {
    root,
    limits: { maxBytes: options.segmentMb * MEGABYTE, ...given('maxUs', options.segmentTime) },
    note: (text: string) => output.note(text),
    failed: () => broken.abort(),
  };
  let endProgress = (): void => undefined;
  try {
    await openAll(bus, named, options, recorders, recorder);
    output.note(`recording ${countOf(recorders.length)} into ${root}`);
    endProgress = showProgress(output, recorders);
    await whenStopped(AbortSignal.any([signal, broken.signal]), options.seconds);
  } finally {
    endProgress();
    await closeAll(recorders, root);
  }
  const recorded = recorders.map((each) => each.recorded);
  if (output.json) for (const stream of recorded) output.result({ type: 'stream', ...stream }, () => '');
  else output.result(undefined, () => output.table(COLUMNS, recorded));
}

export function recordCommand(): Command {
  return newBusCommand('record', 'record live market data to compressed files, until Ctrl-C', [
    'record BTCUSD ETHUSD --kind trade --kind book --data recordings --seconds 20',
    'record --kind quote --seconds 5 --json',
  ])
    .addArgument(symbolsArgument())
    .addOption(venueOption())
    .addOption(adapterOption())
    .addOption(new Option('--kind <kind...>', 'kinds of data').choices(STREAM_KINDS).default(['trade']))
    .option('--data <directory>', 'folder of the recordings', 'recordings')
    .option('--seconds <s>', 'end after so many seconds', secondsArgument)
    .option('--segment-mb <n>', 'size at which a file ends and another begins, megabytes', countArgument, 64)
    .option('--segment-time <duration>', 'age at which it does (default: 1h)', durationArgument)
    .action((symbols: readonly string[] | undefined, options: RecordOptions) => {
      checkCount(symbols);
      return runOnBus(options, (bus, output) => record(bus, output, symbols ?? [], options));
    });
}
