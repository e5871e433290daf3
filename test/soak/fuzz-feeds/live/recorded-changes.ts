import { exchangeRecording } from '@bourseworks/testkit';

type Row = readonly [price: string, quantity: string];

/** A change of a recorded book, or a whole one, in no venue's words. */
export interface RecordedChange {
  readonly symbol: string;
  readonly snapshot: boolean;
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
}

/** Levels of a side that are used of a whole book. */
const DEPTH = 200;

function received(file: string): string[] {
  return [...exchangeRecording(file)].flatMap((line) => (line.kind === 'received' ? [line.text] : []));
}

interface CoinbaseMessage {
  readonly type: string;
  readonly product_id: string;
  readonly bids?: readonly Row[];
  readonly asks?: readonly Row[];
  readonly changes?: readonly (readonly ['buy' | 'sell', string, string])[];
}

/** Of the feed of Coinbase Exchange. */
export function coinbaseChanges(most: number): readonly RecordedChange[] {
  return received('COINBASE.ws.28.0.gz')
    .map((text) => JSON.parse(text) as CoinbaseMessage)
    .flatMap(({ type, product_id: symbol, bids = [], asks = [], changes = [] }): RecordedChange[] => {
      if (type === 'snapshot')
        return [{ symbol, snapshot: true, bids: bids.slice(0, DEPTH), asks: asks.slice(0, DEPTH) }];
      if (type !== 'l2update') return [];
      const rows = (side: string): Row[] =>
        changes.filter(([name]) => name === side).map(([, price, quantity]) => [price, quantity]);
      return [{ symbol, snapshot: false, bids: rows('buy'), asks: rows('sell') }];
    })
    .slice(0, most);
}

type Part = Readonly<Partial<Record<'as' | 'bs' | 'a' | 'b', readonly Row[]>>>;

/** Of version 1 of the streams of Kraken. */
export function krakenChanges(most: number): readonly RecordedChange[] {
  return received('KRAKEN.ws.50.0.gz')
    .filter((text) => text.startsWith('['))
    .slice(0, most)
    .map((text) => {
      const message = JSON.parse(text) as readonly unknown[];
      const parts = message.slice(1, -2) as Part[];
      const snapshot = parts.some(({ as }) => as !== undefined);
      const rows = (...names: (keyof Part)[]): Row[] =>
        parts.flatMap((part) => names.flatMap((name) => part[name] ?? [])).slice(0, DEPTH);
      return { symbol: String(message.at(-1)), snapshot, bids: rows('bs', 'b'), asks: rows('as', 'a') };
    });
}
