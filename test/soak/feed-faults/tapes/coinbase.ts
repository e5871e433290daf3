import { exchangeRecording } from '@bourseworks/testkit';
import { tapeOf, type Step, type Tape, type TapeBook } from '../tape.js';
import { TextBook, type Row } from '../text-book.js';

interface Message {
  readonly type: string;
  readonly product_id: string;
  readonly time: string;
  readonly bids?: readonly Row[];
  readonly asks?: readonly Row[];
  readonly changes?: readonly (readonly [side: 'buy' | 'sell', price: string, quantity: string])[];
  readonly trade_id?: number;
  readonly side?: string;
  readonly size?: string;
  readonly price?: string;
}

/** The recorded list of products, as the venue told it. */
export function coinbaseProducts(): string {
  for (const line of exchangeRecording('COINBASE.0.gz')) if (line.kind === 'answer') return line.text;
  throw new Error('no list of products');
}

/** Recorded books and trades of ten products. */
export function coinbaseTape(): Tape {
  const books = new Map<string, TapeBook>();
  const steps: Step[] = [];
  for (const line of exchangeRecording('COINBASE.ws.28.0.gz')) {
    if (line.kind !== 'received') continue;
    const message = JSON.parse(line.text) as Message;
    const { type, product_id: symbol, bids = [], asks = [] } = message;
    if (type === 'snapshot') books.set(symbol, { book: new TextBook(bids, asks), id: 0 });
    else if (type === 'l2update' || type === 'match') steps.push(stepOf(message));
  }
  return tapeOf(books, steps);
}

function stepOf({ type, product_id: symbol, time, changes = [], ...match }: Message): Step {
  const us = Date.parse(time.slice(0, 19) + 'Z') * 1_000 + Number(time.slice(20, 26).padEnd(6, '0'));
  if (type === 'match') {
    const { trade_id: id = 0, price = '', size: quantity = '', side } = match;
    return { kind: 'trade', symbol, us, ns: 0, id, price, quantity, aggressor: side === 'buy' ? 'SELL' : 'BUY' };
  }
  const [bids, asks] = ['buy', 'sell'].map((side) =>
    changes.filter(([of]) => of === side).map(([, price, quantity]): Row => [price, quantity]),
  );
  return { kind: 'book', symbol, us, ns: 0, bids, asks, id: 0 };
}
