import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Quantities by price, both as written in the recording. */
type Side = Map<string, string>;

/** The book right after one message of the recording. */
export interface RecordedBook {
  /** When the message was received, microseconds since the epoch. */
  readonly us: number;
  readonly bids: Side;
  readonly asks: Side;
}

interface Depth {
  readonly U: number;
  readonly u: number;
  readonly b: readonly [string, string][];
  readonly a: readonly [string, string][];
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: readonly [string, string][];
  readonly asks: readonly [string, string][];
}

const NOTHING = /^0\.?0*$/;

function change(side: Side, levels: readonly [string, string][]): void {
  for (const [price, quantity] of levels) {
    if (NOTHING.test(quantity)) side.delete(price);
    else side.set(price, quantity);
  }
}

/**
 * The books of a recorded spot feed, read plainly and apart from the adapter: the snapshot, the changes that it does not
 * contain, and so on to the end. The maps are changed by the next iteration.
 */
export function* recordedBooks(file: string): Generator<RecordedBook> {
  const early: Depth[] = [];
  const bids: Side = new Map();
  const asks: Side = new Map();
  let lastId: number | undefined;
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
    if (!line.includes('@depth') && !line.includes('lastUpdateId')) continue;
    const space = line.indexOf(' ');
    const us = Number(line.slice(0, space - 3));
    const message = JSON.parse(line.slice(space + 1)) as Snapshot | { readonly data: Depth };
    if ('lastUpdateId' in message) {
      change(bids, message.bids);
      change(asks, message.asks);
      lastId = message.lastUpdateId;
    } else {
      early.push(message.data);
    }
    if (lastId === undefined) continue;
    for (const { U, u, b, a } of early.splice(0)) {
      if (u <= lastId) continue;
      if (U > lastId + 1) throw new Error(`${file}: the changes ${lastId + 1} to ${U - 1} are missing`);
      change(bids, b);
      change(asks, a);
      lastId = u;
      yield { us, bids, asks };
    }
  }
}
