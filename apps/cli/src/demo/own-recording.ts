import { formatIso, US_PER_MS, US_PER_SECOND, type Bar, type StreamKind } from '@bourseworks/domain';
import { RecordedStream, recordingsRoot } from '@bourseworks/recording';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { DemoOptions } from './demo-options.js';
import { checkLearns, SECOND_BARS, type RecordedFeed, type TimeRange } from './feeds.js';

const KIND: StreamKind = 'bar-1s';
const RECORD =
  'Record bars of two symbols by `bourse record Y X --kind bar-1s`, and their books by --kind book as well.';

/** The streams of a kind by symbol, of the venue or, without one, of the first that has any. */
function bySymbol(streams: readonly RecordedStream[], kind: StreamKind, venue?: string): Map<string, RecordedStream> {
  const ofKind = streams.filter(({ header }) => header.kind === kind);
  const wanted = venue ?? ofKind[0]?.instrument.venue;
  const ofVenue = ofKind.filter(({ instrument }) => instrument.venue === wanted);
  return new Map(ofVenue.map((stream) => [stream.instrument.symbol, stream]));
}

/** From the beginning of the first bar to the end of the last. */
async function rangeOf(stream: RecordedStream): Promise<TimeRange> {
  let first: Bar | undefined;
  let last: Bar | undefined;
  for await (const events of stream.events(stream.instrument, 0)) {
    first ??= events[0] as Bar | undefined;
    last = (events.at(-1) as Bar | undefined) ?? last;
  }
  if (first === undefined || last === undefined) throw new CliFailure(EXIT.failed, `${stream.label} is empty`, RECORD);
  return { fromUs: first.startUs, toUs: last.endUs };
}

/** What `bourse record` wrote: by default the first two symbols with bars, a third of them to learn from. */
export async function ownRecording(options: DemoOptions): Promise<RecordedFeed> {
  const { data = '' } = options;
  const streams = await RecordedStream.all(recordingsRoot(data) ?? data);
  const bars = bySymbol(streams, KIND, options.venue);
  const [y = '', x = ''] = options.symbols?.split(',') ?? [...bars.keys()];
  const [ofY, ofX] = [bars.get(y), bars.get(x)];
  if (ofY === undefined || ofX === undefined)
    throw new CliFailure(
      EXIT.failed,
      `${data} has no ${KIND} of two symbols: ${[...bars.keys()].join(', ') || 'none'}`,
      RECORD,
    );
  const { venue, currency } = ofY.instrument;
  const recorded = await rangeOf(ofY);
  const fromUs = options.from === undefined ? recorded.fromUs : Date.parse(options.from) * US_PER_MS;
  const toUs = options.to === undefined ? recorded.toUs : Date.parse(options.to) * US_PER_MS;
  const third = Math.floor((toUs - fromUs) / 3 / US_PER_SECOND);
  const learnS = options.learn === undefined ? third : Number(options.learn);
  const middleUs = fromUs + learnS * US_PER_SECOND;
  checkLearns(learnS, { fromUs, toUs });
  const books = bySymbol(streams, 'book', venue);
  return {
    venue,
    y,
    x,
    title: `${y},${x} on ${venue}: learns ${learnS} s from ${formatIso(fromUs)}, trades until ${formatIso(toUs)}`,
    kind: KIND,
    books: books.has(y) && books.has(x),
    currency,
    learns: { fromUs, toUs: middleUs },
    trades: { fromUs: middleUs, toUs },
    parameters: SECOND_BARS,
  };
}
