import {
  barSeconds,
  DomainError,
  US_PER_SECOND,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
} from '@bourseworks/domain';
import type {
  RecordedAnswer,
  RecordedEvent,
  RecordedFeed,
  RecordedMarket,
  RecordedSubscription,
  RecordedVenue,
} from '@bourseworks/feeds';
import { dataFormatError } from '../files/data-format.js';
import { SLACK_US } from '../recordings/recorded-range.js';
import { exchangeLines, hasStreams } from './exchange-folder.js';
import type { ExchangeLine } from './exchange-line.js';

/** What a connection is asked for is sent at its beginning. */
const HEAD_LINES = 100;
/** The answers of a venue are kept. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A file of connections one after the other. */
interface StreamFile {
  readonly name: string;
  /** Of its first line. */
  readonly beganUs: number;
  readonly streams: ReadonlySet<string>;
}

export interface StreamQuery {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
  readonly fromUs: number;
  readonly toUs: number;
}

const streamKey = (instrumentKey: string, kind: StreamKind): string => `${kind} ${instrumentKey}`;

/** All that was recorded of one venue. */
export class ExchangeRecording {
  private constructor(
    private readonly folder: string,
    private readonly market: RecordedMarket,
    /** In order of time. */
    private readonly answers: readonly RecordedAnswer[],
    /** In order of time. */
    private readonly files: readonly StreamFile[],
    /** What was subscribed, in the order of keys. */
    readonly listed: ReadonlyMap<string, { readonly instrument: Instrument; readonly kinds: readonly StreamKind[] }>,
  ) {}

  /** Throws DomainError DATA_FORMAT for a broken file, and for streams without the answers that list their instruments. */
  static async load(folder: string, venue: RecordedVenue, names: readonly string[]): Promise<ExchangeRecording> {
    const answers = await answersOf(
      folder,
      names.filter((name) => !hasStreams(name)),
    );
    const market = venue.open(answers);
    const listed = new Map<string, { instrument: Instrument; kinds: StreamKind[] }>();
    const files: StreamFile[] = [];
    for (const name of names.filter(hasStreams)) {
      if (market.instruments.length === 0)
        throw dataFormatError(name, 0, `no answer beside it lists the instruments of ${venue.venue}`);
      const file = await streamFile(folder, name, market, listed);
      if (file !== undefined) files.push(file);
    }
    const sorted = [...listed].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { kinds }] of sorted) kinds.sort();
    return new ExchangeRecording(
      folder,
      market,
      answers,
      files.toSorted((a, b) => a.beganUs - b.beganUs),
      new Map(sorted),
    );
  }

  /**
   * Events of one stream that may be of the range, and some before, in the order in which they became known. `heard` is told
   * the time of each line. Throws DomainError DATA_FORMAT, after all that was good before.
   */
  async *events(query: StreamQuery, heard: (us: number) => void): AsyncGenerator<readonly MarketDataEvent[]> {
    const key = streamKey(query.instrument.key, query.kind);
    const files = this.files.filter(({ streams }) => streams.has(key));
    const first = files.findLastIndex(({ beganUs }) => beganUs <= query.fromUs - SLACK_US);
    const reader = new LineEvents(this.market.feed(), query);
    let answered = 0;
    for (const { name, beganUs } of files.slice(Math.max(0, first))) {
      // An answer from before its connection is of no use to it.
      while (answered < this.answers.length && this.answers[answered].receivedUs < beganUs) answered++;
      for await (const lines of exchangeLines(this.folder, name)) {
        const events: MarketDataEvent[] = [];
        try {
          for (const line of lines) {
            if (line.us >= query.toUs + SLACK_US) {
              heard(line.us);
              yield events;
              return;
            }
            for (; answered < this.answers.length && this.answers[answered].receivedUs <= line.us; answered++)
              events.push(...reader.answer(this.answers[answered], name));
            events.push(...reader.line(line, name));
            heard(line.us);
          }
        } catch (error) {
          yield events;
          throw error;
        }
        yield events;
      }
    }
  }
}

/** The events of one stream among those of lines. */
class LineEvents {
  private connections = 0;
  private lastUs = 0;
  private lastNs = 0;

  constructor(
    private readonly feed: RecordedFeed,
    private readonly query: StreamQuery,
  ) {}

  line(line: ExchangeLine, file: string): readonly MarketDataEvent[] {
    const { us, ns } = line;
    if (us < this.lastUs || (us === this.lastUs && ns < this.lastNs))
      throw dataFormatError(file, line.number, 'the time steps back');
    this.lastUs = us;
    this.lastNs = ns;
    if (line.kind === 'opened') return this.connections++ === 0 ? [] : this.mine(this.feed.reconnected(us, ns));
    if (line.kind !== 'received') return [];
    return this.mine(inFile(file, line.number, () => this.feed.accept(line.text, us, ns)));
  }

  answer(answer: RecordedAnswer, file: string): readonly MarketDataEvent[] {
    return this.mine(inFile(file, 0, () => this.feed.answered?.(answer) ?? []));
  }

  private mine(told: readonly RecordedEvent[]): readonly MarketDataEvent[] {
    const { instrument, kind } = this.query;
    return told
      .filter((each) => each.instrument.key === instrument.key && isOfKind(each.event, kind))
      .map(({ event }) => event);
  }
}

function isOfKind(event: MarketDataEvent, kind: StreamKind): boolean {
  if (event.kind === 'bar') return barSeconds(kind) * US_PER_SECOND === event.endUs - event.startUs;
  return 'bids' in event ? kind === 'book' : event.kind === kind;
}

/** What a venue's reader refuses, with the place. */
function inFile<T>(file: string, line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof DomainError ? dataFormatError(file, line, error.message) : error;
  }
}

async function answersOf(folder: string, names: readonly string[]): Promise<readonly RecordedAnswer[]> {
  const answers: RecordedAnswer[] = [];
  let bytes = 0;
  for (const name of names)
    for await (const lines of exchangeLines(folder, name))
      for (const line of lines) {
        if (line.kind !== 'answer') continue;
        bytes += line.text.length;
        if (bytes > MAX_ANSWER_BYTES)
          throw dataFormatError(name, line.number, `the answers have more than ${MAX_ANSWER_BYTES} bytes`);
        answers.push({ url: line.url, text: line.text, receivedUs: line.us, receivedNs: line.ns });
      }
  return answers.toSorted((a, b) => a.receivedUs - b.receivedUs || a.receivedNs - b.receivedNs);
}

/**
 * Reads the head of a file for what its connections subscribed; undefined for an empty one. A fault behind a subscription is told
 * to whoever reads the stream.
 */
async function streamFile(
  folder: string,
  name: string,
  market: RecordedMarket,
  listed: Map<string, { instrument: Instrument; kinds: StreamKind[] }>,
): Promise<StreamFile | undefined> {
  const streams = new Set<string>();
  let beganUs: number | undefined;
  try {
    for await (const lines of exchangeLines(folder, name)) {
      for (const line of lines) {
        beganUs ??= line.us;
        for (const { instrument, kind } of subscribedBy(line, name, market)) {
          streams.add(streamKey(instrument.key, kind));
          const listing = listed.get(instrument.key) ?? { instrument, kinds: [] };
          listed.set(instrument.key, listing);
          if (!listing.kinds.includes(kind)) listing.kinds.push(kind);
        }
      }
      if ((lines.at(-1)?.number ?? 0) >= HEAD_LINES) break;
    }
  } catch (error) {
    if (streams.size === 0) throw error;
  }
  return beganUs === undefined ? undefined : { name, beganUs, streams };
}

function subscribedBy(line: ExchangeLine, file: string, market: RecordedMarket): readonly RecordedSubscription[] {
  if (line.kind !== 'opened' && line.kind !== 'sent') return [];
  const sent = line.kind === 'sent' ? line.text : undefined;
  return inFile(file, line.number, () => market.subscribed(line.url, sent));
}
