import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { formatIso, formatNanos, STREAM_KINDS, US_PER_MS, type StreamKind } from '@bourseworks/domain';
import {
  instrumentToShape,
  MARKET_DATA_REQUEST,
  marketDataToShape,
  type CancelHistoryRequestShape,
  type HistoricalDataPartShape,
  type HistoricalDataRequestShape,
  type InstrumentShape,
  type MarketDataItem,
} from '@bourseworks/dto/shapes';
import { adapterOption, given, kindOption, venueOption } from '../arguments/options.js';
import { countArgument, durationArgument, idArgument, timeArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, run, runOnBus, type BusOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure, codeOf, isUnanswered, usage } from '../failure.js';
import type { Output } from '../output/output.js';
import { EVERYTHING, openData, partsOf } from '../replay/recorded-data.js';
import { isoOf, withIsoTimes } from '../streams/iso-time.js';
import { ItemRows } from '../streams/item-rows.js';
import { itemTime } from '../streams/item-columns.js';
import { stopSignal } from '../streams/stopping.js';
import { chooseStreams } from './replay.command.js';

const DEFAULT_LAST_US = 7_200_000_000;
/** Silence between two parts. */
const PART_TIMEOUT_MS = 15_000;
const CANCEL_TIMEOUT_MS = 1_000;

export interface HistoryOptions extends BusOptions {
  readonly venue: string;
  readonly adapter?: string;
  readonly kind: StreamKind;
  readonly from?: number;
  readonly to?: number;
  readonly last?: number;
  readonly limit?: number;
  readonly csv: boolean;
  /** Absent = at the venue. */
  readonly source?: HistorySource;
}

/** Where it is read: by market-data, at the venue or in its store of what it recorded; or here, in a folder. */
export type HistorySource = 'venue' | 'store' | { readonly folder: string };

const RECORDING = 'recording:';

export function sourceArgument(text: string): HistorySource {
  if (text === 'venue' || text === 'store') return text;
  if (text.startsWith(RECORDING) && text.length > RECORDING.length) return { folder: text.slice(RECORDING.length) };
  throw new InvalidArgumentError('Give venue, store, or recording:FOLDER.');
}

/** [from, to) in microseconds. @throws CliFailure when it is empty */
export function historyRange(
  { from, to, last }: Pick<HistoryOptions, 'from' | 'to' | 'last'>,
  nowUs: number,
): { readonly fromUs: number; readonly toUs: number } {
  const toUs = to ?? nowUs;
  const fromUs = from ?? Math.max(0, toUs - (last ?? DEFAULT_LAST_US));
  if (fromUs < toUs) return { fromUs, toUs };
  throw usage(`the range from ${formatIso(fromUs)} to ${formatIso(toUs)} is empty`, 'Give a --from before --to.');
}

/** Takes the items of an answer one by one and writes each at once: nothing is gathered. */
export class HistoryWriter {
  items = 0;
  lastTime: string | undefined;
  private instrument: InstrumentShape | undefined;
  private readonly rows: ItemRows;

  constructor(
    private readonly output: Output,
    private readonly options: HistoryOptions,
  ) {
    this.rows = new ItemRows(options.kind, options.csv);
  }

  /** @returns whether more is wanted */
  take(part: HistoricalDataPartShape): boolean {
    const { output, options, rows } = this;
    if (part.instrument !== undefined) {
      this.instrument = part.instrument;
      if (!output.json) output.result(undefined, () => rows.header());
    }
    for (const item of part.items) {
      if (this.items === options.limit) return false;
      this.write(item);
    }
    if (part.progress !== undefined) output.progress(`${Math.floor(part.progress * 100)} %, ${this.items} items`);
    return this.items !== options.limit;
  }

  private write(item: MarketDataItem): void {
    const { instrument } = this;
    if (instrument === undefined) throw new CliFailure(EXIT.failed, 'the first part of the answer has no instrument');
    this.output.result(withIsoTimes(item), () => this.rows.row(item, instrument));
    this.items += 1;
    this.lastTime = itemTime(item);
  }
}

function brokenOff(writer: HistoryWriter, error: unknown): unknown {
  if (writer.items === 0 && isUnanswered(error)) {
    return new CliFailure(
      EXIT.unreachable,
      'market-data does not answer',
      'Look with `bourse health`.',
      'REQUEST_TIMEOUT',
    );
  }
  if (writer.lastTime === undefined || !(error instanceof Error)) return error;
  const at = isoOf(writer.lastTime);
  return new CliFailure(
    EXIT.unknown,
    `the answer broke off after ${writer.items} items: ${error.message}`,
    `Ask again with --from ${at}; a reader of the output that stands still for long makes the answer break off.`,
    codeOf(error),
  );
}

async function history(bus: Bus, output: Output, symbol: string, options: HistoryOptions): Promise<void> {
  const { venue, adapter, kind } = options;
  const { fromUs, toUs } = historyRange(options, Date.now() * US_PER_MS);
  const requestId = randomUUID();
  const subscriber = `cli-${requestId}`;
  const range = { from: formatNanos(fromUs), to: formatNanos(toUs) };
  const of = { venue, symbol, kind, ...given('adapter', adapter) };
  const source = options.source === 'store' ? { source: 'store' as const } : {};
  const body: HistoricalDataRequestShape = { requestId, subscriber, ...of, ...range, ...source };
  const writer = new HistoryWriter(output, options);
  const signal = stopSignal();
  let ended = false;
  const takePart = (part: HistoricalDataPartShape): boolean => {
    const more = writer.take(part);
    ended = part.end === true;
    return more;
  };
  try {
    await bus.parts(MARKET_DATA_REQUEST.historical, body, takePart, { timeoutMs: PART_TIMEOUT_MS, signal });
  } catch (error) {
    throw brokenOff(writer, error);
  } finally {
    output.progress('');
    // Market-data need not read on for an answer that nobody takes.
    if (!ended) await cancel(bus, { requestId, subscriber });
  }
  // A reader that has gone, such as `head`, has what it wanted.
  if (process.stdout.errored != null) return;
  if (signal.aborted) process.exitCode = EXIT.interrupted;
  if (output.json || options.csv) return;
  const why = signal.aborted ? ', interrupted' : ended ? '' : `, the first of the range: --limit ${options.limit}`;
  output.note(`${writer.items} items from ${formatIso(fromUs)} to ${formatIso(toUs)}${why}`);
}

/** The same out of a folder, by no service. Without a range all that it has. */
async function readFolder(folder: string, output: Output, symbol: string, options: HistoryOptions): Promise<void> {
  const { venue, kind, from, to, last, limit } = options;
  const isWhole = from === undefined && to === undefined && last === undefined;
  const range = isWhole ? EVERYTHING : historyRange(options, Date.now() * US_PER_MS);
  const signal = stopSignal();
  const writer = new HistoryWriter(output, options);
  const data = await openData(resolve(folder), [venue]);
  try {
    const [stream] = await chooseStreams(data, { venue: [venue], symbols: [symbol], kind: [kind] });
    const instrument = instrumentToShape(stream.instrument);
    let part = 0;
    for await (const events of partsOf(data, stream, range)) {
      const items = events.map((event) => marketDataToShape(event, stream.instrument));
      const more = writer.take({ requestId: folder, part, items, ...(part++ === 0 ? { instrument } : {}) });
      await output.drained();
      if (!more || signal.aborted || process.stdout.errored != null) break;
    }
  } finally {
    await data.close();
  }
  if (signal.aborted) process.exitCode = EXIT.interrupted;
  else if (writer.items === 0) {
    const message = `there is no ${kind} of ${symbol} in the range`;
    throw new CliFailure(EXIT.refused, message, 'Choose it by --from and --to.', 'HISTORY_NOT_FOUND');
  }
  if (!output.json && !options.csv)
    output.note(`${writer.items} items${writer.items === limit ? `, the first: --limit ${limit}` : ''}`);
}

async function cancel(bus: Bus, request: CancelHistoryRequestShape): Promise<void> {
  // Best effort: a reader that is left alone gives up by itself after some seconds.
  await bus.ask(MARKET_DATA_REQUEST.cancel, request, CANCEL_TIMEOUT_MS).catch(() => undefined);
}

export function historyCommand(): Command {
  return newBusCommand('history', 'stored market data of a symbol, oldest first (times are UTC)', [
    'history BTCUSD --last 2h',
    'history BTCUSD --kind trade --from 2026-01-31T09:30 --to 2026-01-31T10:00 --json',
    'history ETHUSD --kind bar-1s --last 10m --csv > eth.csv',
    'history BTCUSD --kind trade --source store --last 1h',
    'history BTCUSD --kind trade --source recording:recordings --limit 20',
  ])
    .argument('<symbol>', 'symbol, as `bourse instruments` lists it', idArgument)
    .addOption(venueOption())
    .addOption(adapterOption())
    .addOption(kindOption(STREAM_KINDS, 'bar-1m'))
    .option('--from <time>', 'ISO 8601 time, or a duration before now', timeArgument)
    .option('--to <time>', 'the same; what lies at this time is not part of it (default: now)', timeArgument)
    .addOption(
      new Option('--last <duration>', 'so long before --to (default: 2h)')
        .argParser(durationArgument)
        .conflicts('from'),
    )
    .option('--limit <n>', 'at most the first n items of the range', countArgument)
    .addOption(
      new Option(
        '--source <where>',
        'venue; store, what market-data recorded; or recording:FOLDER, which needs no platform',
      )
        .argParser(sourceArgument)
        .default('venue'),
    )
    .addOption(new Option('--csv', 'comma-separated, with a header').default(false).conflicts('json'))
    .action((symbol: string, options: HistoryOptions) => {
      const { csv, kind, source } = options;
      if (csv && kind === 'book') throw usage('a book is no row of a table', 'Use --json for --kind book.');
      return typeof source === 'object'
        ? run(options, (output) => readFolder(source.folder, output, symbol, options))
        : runOnBus(options, (bus, output) => history(bus, output, symbol, options));
    });
}
