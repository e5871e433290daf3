import { readFileSync } from 'node:fs';
import { data, exchangeRecording } from '@bourseworks/testkit';
import { tapeOf, type BookStep, type Step, type Tape, type TapeBook, type TradeStep } from '../tape.js';
import { best, TextBook, type Row } from '../text-book.js';

type Rows = readonly (readonly [price: string, quantity: string, seconds: string])[];
type Part = Readonly<Partial<Record<'as' | 'bs' | 'a' | 'b', Rows>>>;

/** Of REST; the ids of the trades rise by one. */
const TRADES = ['nautilus-adapter-messages', 'kraken', 'http_trades.json'];
const TRADED = 'XBT/USDT';
const TRADE = /\[\s*"([\d.]+)",\s*"([\d.]+)",\s*(\d+)\.(\d+),\s*"([bs])",\s*"\w*",\s*"",\s*(\d+)\s*\]/g;

/** Levels of a side that are told: as many as the checksum covers, so that whatever is wrong shows. */
export const KRAKEN_DEPTH = 10;

export interface KrakenView {
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
}

export function krakenView({ bids, asks }: TextBook): KrakenView {
  return { bids: best(bids, -1, KRAKEN_DEPTH), asks: best(asks, 1, KRAKEN_DEPTH) };
}

/** The recorded list of pairs, as the venue told it. */
export function krakenPairs(): string {
  for (const line of exchangeRecording('KRAKEN.0.gz')) if (line.kind === 'answer') return line.text;
  throw new Error('no list of pairs');
}

/**
 * Ten recorded books, and between their changes the trades of an eleventh pair, one after every third. A change that is not to
 * be seen among the best levels is part of the next one that is.
 */
export function krakenTape(): Tape {
  const books = new Map<string, TapeBook>();
  const changes: BookStep[] = [];
  for (const line of exchangeRecording('KRAKEN.ws.50.0.gz')) {
    if (line.kind !== 'received' || !line.text.startsWith('[')) continue;
    const message = JSON.parse(line.text) as [number, ...Part[], string, string];
    const symbol = message[message.length - 1] as string;
    const parts = message.slice(1, -2) as Part[];
    const [snapshot] = parts;
    if (snapshot.as !== undefined)
      books.set(symbol, { book: new TextBook(rows(snapshot.bs), rows(snapshot.as)), id: 0 });
    else changes.push(changeOf(symbol, parts));
  }
  const trades = recordedTrades();
  const steps: Step[] = seen(changes, books).flatMap((step, at) =>
    at % 3 === 2 ? [step, ...trades.splice(0, 1)] : [step],
  );
  return tapeOf(books, steps);
}

function seen(changes: readonly BookStep[], books: ReadonlyMap<string, TapeBook>): BookStep[] {
  const kept = new Map(Array.from(books, ([symbol, { book }]) => [symbol, book.copy()]));
  const hidden = new Map<string, BookStep>();
  return changes.flatMap((change) => {
    const { symbol } = change;
    const book = kept.get(symbol);
    if (book === undefined) throw new Error(`a change of ${symbol} without a book`);
    const { bids = [], asks = [] } = hidden.get(symbol) ?? {};
    const whole = { ...change, bids: [...bids, ...change.bids], asks: [...asks, ...change.asks] };
    const before = textOf(krakenView(book));
    book.change(change.bids, change.asks);
    if (textOf(krakenView(book)) === before) {
      hidden.set(symbol, whole);
      return [];
    }
    hidden.delete(symbol);
    return [whole];
  });
}

function textOf(view: KrakenView): string {
  return JSON.stringify(view);
}

function changeOf(symbol: string, parts: readonly Part[]): BookStep {
  const [bids, asks] = (['b', 'a'] as const).map((side) => parts.flatMap((part) => part[side] ?? []));
  const us = Math.max(...[...bids, ...asks].map(([, , seconds]) => Math.floor(Number(seconds) * 1e6)));
  return { kind: 'book', symbol, us, ns: 0, bids: rows(bids), asks: rows(asks), id: 0 };
}

function recordedTrades(): TradeStep[] {
  const text = readFileSync(data(...TRADES), 'utf8');
  return Array.from(text.matchAll(TRADE), ([, price, quantity, seconds, fraction, side, id]) => {
    const nanos = fraction.padEnd(9, '0');
    const time = { us: Number(seconds) * 1_000_000 + Number(nanos.slice(0, 6)), ns: Number(nanos.slice(6)) };
    const aggressor = side === 'b' ? 'BUY' : 'SELL';
    return { kind: 'trade', symbol: TRADED, ...time, id: Number(id), price, quantity, aggressor };
  });
}

const rows = (list: Rows | undefined): Row[] => (list ?? []).map(([price, quantity]) => [price, quantity]);
