import { binanceRawFeed } from '@bourseworks/testkit';
import { tapeOf, type Step, type Tape, type TapeBook } from '../tape.js';
import { TextBook, type Row } from '../text-book.js';

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
}

interface Depth {
  readonly E: number;
  readonly u: number;
  readonly b: readonly Row[];
  readonly a: readonly Row[];
}

interface Match {
  readonly T: number;
  readonly t: number;
  readonly p: string;
  readonly q: string;
  readonly m: boolean;
}

const FILES = { BTCUSDT: 'btcusdt_20240808.gz', ETHUSDT: 'ethusdt_20240808.gz' };

/** The spot market as it was recorded: changes of books and trades of two symbols, from their snapshots on. */
export function binanceTape(): Tape {
  const books = new Map<string, TapeBook>();
  const steps: Step[] = [];
  for (const [symbol, file] of Object.entries(FILES)) {
    const lines = [...binanceRawFeed(file)];
    const snapshot = lines.find(({ stream }) => stream === undefined);
    if (snapshot === undefined) throw new Error(`no snapshot of ${symbol}`);
    const { lastUpdateId: id, bids, asks } = JSON.parse(snapshot.text) as Snapshot;
    books.set(symbol, { book: new TextBook(bids, asks), id });
    for (const { stream = '', text } of lines) {
      const step = stepOf(symbol, stream, text);
      // The snapshot has older changes already; newer ones may have come before it.
      if (step !== undefined && (step.kind === 'trade' || step.id > id)) steps.push(step);
    }
  }
  return tapeOf(
    books,
    steps.toSorted((one, other) => one.us - other.us),
  );
}

function stepOf(symbol: string, stream: string, text: string): Step | undefined {
  if (stream.includes('@depth')) {
    const { E, u: id, b: bids, a: asks } = (JSON.parse(text) as { data: Depth }).data;
    return { kind: 'book', symbol, us: E * 1_000, ns: 0, bids, asks, id, text };
  }
  if (!stream.endsWith('@trade')) return undefined;
  const { T, t: id, p: price, q: quantity, m } = (JSON.parse(text) as { data: Match }).data;
  return { kind: 'trade', symbol, us: T * 1_000, ns: 0, id, price, quantity, aggressor: m ? 'SELL' : 'BUY', text };
}
