import type { Command } from 'commander';
import { MARKET_DATA_REQUEST, type FeedShape, type FeedsReplyShape } from '@bourseworks/dto/shapes';
import { given } from '../arguments/options.js';
import { idArgument, secondsArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import type { Column, Output, Style } from '../output/output.js';
import { isWatched, Screen } from '../streams/screen.js';
import { stopSignal, whenStopped } from '../streams/stopping.js';

interface FeedsOptions extends BusOptions {
  readonly venue?: string;
  readonly symbol?: string;
  readonly adapter?: string;
  readonly watch?: boolean;
  readonly seconds?: number;
}

const PERIOD_S = 1;

const STYLES: Partial<Record<FeedShape['state'], Style>> = { LIVE: 'good', OPENING: 'dim', ENDED: 'bad' };

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;

/** `12 ms`, `3.4 s`, `5 min`. */
export function durationText(ms: number | undefined): string {
  if (ms === undefined) return '';
  if (Math.abs(ms) < MS_PER_SECOND) return `${Math.round(ms)} ms`;
  const seconds = ms / MS_PER_SECOND;
  if (Math.abs(seconds) < SECONDS_PER_MINUTE) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / SECONDS_PER_MINUTE)} min`;
}

function columnsOf(output: Output): Column<FeedShape>[] {
  const fault = (count: number): string => (count > 0 ? output.style('warn', String(count)) : '0');
  return [
    { header: 'adapter', cell: (feed) => feed.adapter },
    { header: 'symbol', cell: (feed) => output.style('strong', `${feed.venue}/${feed.symbol}`) },
    { header: 'channel', cell: (feed) => feed.kind },
    { header: 'state', cell: (feed) => output.style(STYLES[feed.state] ?? 'warn', feed.state) },
    { header: 'rate/s', cell: (feed) => feed.ratePerSecond?.toFixed(1) ?? '?', align: 'right' },
    { header: 'lag', cell: (feed) => durationText(feed.lagMs), align: 'right' },
    { header: 'last', cell: (feed) => durationText(feed.quietMs), align: 'right' },
    { header: 'gaps', cell: ({ counts }) => fault(counts.gaps), align: 'right' },
    { header: 'dupl', cell: ({ counts }) => fault(counts.duplicates), align: 'right' },
    { header: 'late', cell: ({ counts }) => fault(counts.reorders), align: 'right' },
    { header: 'reconn', cell: ({ counts }) => fault(counts.reconnects), align: 'right' },
    { header: 'lost', cell: ({ dropped }) => fault(dropped), align: 'right' },
    { header: 'subs', cell: (feed) => String(feed.subscribers), align: 'right' },
    { header: 'instance', cell: (feed) => output.style('dim', feed.instance) },
    { header: '', cell: ({ state, reason = '', code }) => (state === 'LIVE' ? '' : [code, reason].join(' ').trim()) },
  ];
}

/** What is not in the table: instances that are silent, a store that is away, streams beyond the bound. */
export function remarksOf({ silent, problem, omitted }: FeedsReplyShape): string[] {
  return [
    ...silent.map((instance) => `${instance} does not answer: its streams are not here.`),
    ...(problem === undefined ? [] : [`Other instances could not be asked: ${problem}`]),
    ...(omitted > 0 ? [`${omitted} more; choose with --venue, --symbol or --adapter.`] : []),
  ];
}

function tableOf(reply: FeedsReplyShape, output: Output): string {
  const table = reply.feeds.length === 0 ? 'No streams run.' : output.table(columnsOf(output), reply.feeds);
  return [table, ...remarksOf(reply).map((remark) => output.style('warn', remark))].join('\n');
}

function ask(bus: Bus, { venue, symbol, adapter }: FeedsOptions): Promise<FeedsReplyShape> {
  const body = { ...given('venue', venue), ...given('symbol', symbol), ...given('adapter', adapter) };
  return bus.query<FeedsReplyShape>(MARKET_DATA_REQUEST.feeds, body);
}

/** Asked again each second; on a terminal drawn in its place, else a block or a line of JSON for each answer. */
async function watch(bus: Bus, output: Output, options: FeedsOptions): Promise<void> {
  const signal = stopSignal();
  let reply = await ask(bus, options);
  const screen = isWatched(output.json) ? new Screen(() => tableOf(reply, output)) : undefined;
  const endMs = performance.now() + (options.seconds ?? Number.POSITIVE_INFINITY) * MS_PER_SECOND;
  for (;;) {
    if (screen === undefined) output.result(reply, () => `${tableOf(reply, output)}\n`);
    else screen.changed();
    await whenStopped(signal, PERIOD_S);
    if (signal.aborted || performance.now() >= endMs) break;
    reply = await ask(bus, options);
  }
  screen?.end();
}

async function feeds(bus: Bus, output: Output, options: FeedsOptions): Promise<void> {
  if (options.watch === true || options.seconds !== undefined) return watch(bus, output, options);
  const reply = await ask(bus, options);
  output.result(reply, () => tableOf(reply, output));
}

export function feedsCommand(): Command {
  return newBusCommand('feeds', 'how the live streams fare: state, rate, lag, gaps, and which instance has them', [
    'feeds',
    'feeds --venue sim --json',
    'feeds --watch --seconds 3',
  ])
    .option('--venue <venue>', 'only this venue', idArgument)
    .option('--symbol <symbol>', 'only this symbol', idArgument)
    .option('--adapter <name>', 'only this adapter', idArgument)
    .option('--watch', 'again each second, until Ctrl-C')
    .option('--seconds <s>', 'watch, and end after so many seconds', secondsArgument)
    .action((options: FeedsOptions) => runOnBus(options, (bus, output) => feeds(bus, output, options)));
}
