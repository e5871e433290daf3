import { formatIso, US_PER_MS, US_PER_SECOND, type StreamKind } from '@bourseworks/domain';
import { usage } from '../failure.js';
import { venueDay } from './calendar.js';
import { feedOf, type DemoOptions } from './demo-options.js';

/** [fromUs, toUs), microseconds since the epoch. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A recording and what the demo does with it. */
export interface RecordedFeed {
  readonly title: string;
  readonly venue: string;
  readonly y: string;
  readonly x: string;
  /** Bars that the strategy decides on. */
  readonly kind: StreamKind;
  /** Whether the order books are part of the run: the paper broker then fills on them. */
  readonly books: boolean;
  /** Currency of the account: that of the recorded prices. */
  readonly currency: string;
  readonly learns: TimeRange;
  readonly trades: TimeRange;
  /** Parameters of the strategy other than its defaults. */
  readonly parameters: Readonly<Record<string, number>>;
}

/** What the recorded five minutes and three quarters hold: from the first message to midnight UTC. */
const BINANCE_FROM = '2024-08-08T23:54:14Z';
const BINANCE_TO = '2024-08-09T00:00:00Z';
/** Two minutes fill the window twice over, and leave two thirds of the recording to trade. */
const BINANCE_LEARN_S = '120';
/**
 * For second bars of a calm five minutes: a minute of pairs, for the default of two would leave most of the recording
 * without a full window; and two deviations instead of 1.75, because seconds are noisier than minutes.
 */
export const SECOND_BARS = { window: 60, entryZ: 2 };

/** Throws a usage failure for a range whose beginning leaves nothing to trade. */
export function checkLearns(learnS: number, { fromUs, toUs }: TimeRange): void {
  if (learnS > 0 && fromUs + learnS * US_PER_SECOND < toUs) return;
  throw usage(
    `--learn ${learnS} leaves nothing to trade between ${formatIso(fromUs)} and ${formatIso(toUs)}.`,
    'Learn less, or set --to later.',
  );
}

function pairOf(options: DemoOptions, venue: string, symbols: string): Pick<RecordedFeed, 'venue' | 'y' | 'x'> {
  const [y, x] = (options.symbols ?? symbols).split(',') as [string, string];
  return { venue: options.venue ?? venue, y, x };
}

/** Minute bars: a day to learn from, a day to trade. */
function lean(options: DemoOptions): RecordedFeed {
  const { history = '2017-09-03', trade = '2017-09-04' } = options;
  const pair = pairOf(options, 'coinbase', 'BTCUSD,ETHUSD');
  return {
    ...pair,
    title: `learns ${history}, trades ${trade}`,
    kind: 'bar-1m',
    books: false,
    currency: 'USD',
    learns: venueDay(history, pair.venue),
    trades: venueDay(trade, pair.venue),
    parameters: {},
  };
}

/** A recorded feed, tick by tick: its beginning to learn from, the rest to trade. */
function binance(options: DemoOptions): RecordedFeed {
  const { from = BINANCE_FROM, to = BINANCE_TO, learn = BINANCE_LEARN_S } = options;
  const fromUs = Date.parse(from) * US_PER_MS;
  const toUs = Date.parse(to) * US_PER_MS;
  const middleUs = fromUs + Number(learn) * US_PER_SECOND;
  checkLearns(Number(learn), { fromUs, toUs });
  return {
    ...pairOf(options, 'binance', 'BTCUSDT,ETHUSDT'),
    title: `learns ${learn} s from ${from}, trades until ${to} on the recorded books`,
    kind: 'bar-1s',
    books: true,
    currency: 'USDT',
    learns: { fromUs, toUs: middleUs },
    trades: { fromUs: middleUs, toUs },
    parameters: SECOND_BARS,
  };
}

/** A feed that somebody else recorded, with its defaults. Throws a usage failure for a range without anything to trade. */
export function recordedFeed(options: DemoOptions): RecordedFeed {
  const feed = feedOf(options) === 'lean' ? lean(options) : binance(options);
  return { ...feed, title: `${feed.y},${feed.x} on ${feed.venue}: ${feed.title}` };
}
