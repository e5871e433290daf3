import { usage } from '../failure.js';
import { isDate } from './calendar.js';

export const FEEDS = ['lean', 'binance', 'recording'] as const;
export type FeedName = (typeof FEEDS)[number];

export interface DemoOptions {
  readonly feed: string;
  readonly data?: string;
  /** What is not given depends on the feed: `recordedFeed` fills it in. */
  readonly venue?: string;
  readonly symbols?: string;
  readonly history?: string;
  readonly trade?: string;
  readonly from?: string;
  readonly to?: string;
  readonly learn?: string;
  readonly fee: string;
  readonly cash: string;
  readonly seconds: string;
  /** File for the order events. */
  readonly events?: string;
  readonly json: boolean;
}

/** Options that not every feed has. */
const OPTIONS: Readonly<Record<FeedName, readonly (keyof DemoOptions)[]>> = {
  lean: ['history', 'trade'],
  binance: ['from', 'to', 'learn'],
  recording: ['from', 'to', 'learn'],
};

/** Longest part of a recording that the strategy may learn from, seconds. */
const MAX_LEARN_S = 86_400;

const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text) &&
  isDate(text.slice(0, 10)) &&
  !isNaN(Date.parse(text));

function isWhole(text: string, most: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most;
}

export function feedOf({ feed }: DemoOptions): FeedName {
  const known = FEEDS.find((name) => name === feed);
  if (known === undefined) throw usage(`--feed takes ${FEEDS.join(' or ')}, not "${feed}".`);
  return known;
}

function checkFeed(options: DemoOptions): void {
  const feed = feedOf(options);
  for (const other of FEEDS) {
    const stray = OPTIONS[other].find((name) => options[name] !== undefined && !OPTIONS[feed].includes(name));
    if (stray !== undefined) throw usage(`--${stray} belongs to --feed ${other}, not to --feed ${feed}.`);
  }
  if (feed !== 'lean' && options.data === undefined)
    throw usage(`--feed ${feed} replays a recording: --data must name its folder.`);
  for (const flag of ['history', 'trade'] as const) {
    const date = options[flag];
    if (date !== undefined && !isDate(date)) throw usage(`--${flag} takes a date such as 2017-09-03, not "${date}".`);
  }
  for (const flag of ['from', 'to'] as const) {
    const time = options[flag];
    if (time !== undefined && !isInstant(time))
      throw usage(`--${flag} takes a time in UTC such as 2024-08-08T23:56:00Z, not "${time}".`);
  }
  if (options.learn !== undefined && !isWhole(options.learn, MAX_LEARN_S))
    throw usage(`--learn takes a whole number of seconds from 1 to ${MAX_LEARN_S}, not "${options.learn}".`);
}

function checkSymbols(text: string): void {
  const symbols = text.split(',').filter((symbol) => symbol !== '');
  if (symbols.length !== 2 || symbols[0] === symbols[1])
    throw usage(`--symbols takes two different symbols with a comma between them, not "${text}".`);
}

/** Throws a usage failure that says what an option takes. */
export function checkDemoOptions(options: DemoOptions): void {
  checkFeed(options);
  if (options.symbols !== undefined) checkSymbols(options.symbols);
  if (!/^0?\.\d{1,8}$|^0$/.test(options.fee)) {
    throw usage(`--fee takes a fraction such as 0.001, not "${options.fee}".`);
  }
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(options.cash)) {
    throw usage(`--cash takes an amount such as 1000000, not "${options.cash}".`);
  }
  if (!isWhole(options.seconds, 3_600)) {
    throw usage(`--seconds takes a whole number from 1 to 3600, not "${options.seconds}".`);
  }
}
