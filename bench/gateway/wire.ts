/** What the bench, its servers and its clients say to each other over their process channels. */

/** Who fans out: the gateway, plain socket.io with a broadcast for each update, ws with a send for each client and update. */
export const CONTESTANTS = ['gateway', 'socketio', 'ws'] as const;
export type Contestant = (typeof CONTESTANTS)[number];

/** Of a server, from its probe. */
export interface Usage {
  /** CPU time so far, all threads, microseconds. */
  readonly cpuUs: number;
  /** Heap, buffers and other memory of objects after a collection, bytes. */
  readonly objects: number;
  readonly rss: number;
}

export interface ConnectOrder {
  readonly connect: Contestant;
  readonly url: string;
  readonly clients: number;
  readonly symbols: readonly string[];
  readonly token?: string;
}

/** Every client shall have had `updates` more of them, and hold these quotes then. */
export interface ExpectOrder {
  readonly expect: Contestant;
  readonly updates: number;
  readonly last: Readonly<Record<string, Quote>>;
}

export type ClientOrder = ConnectOrder | ExpectOrder;

export type ClientReport =
  | { readonly connected: Contestant }
  /** Milliseconds from the time in a quote to its arrival; of the first client. */
  | { readonly arrived: Contestant; readonly latenciesMs: readonly number[] }
  | { readonly failed: string };

export interface Quote {
  readonly time: number;
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
  readonly mid: number;
  readonly spread: number;
  readonly changePercent: number;
}

export const sameQuote = (a: Quote | undefined, b: Quote): boolean =>
  a !== undefined &&
  a.time === b.time &&
  a.bid === b.bid &&
  a.bidSize === b.bidSize &&
  a.ask === b.ask &&
  a.askSize === b.askSize &&
  a.mid === b.mid &&
  a.spread === b.spread &&
  a.changePercent === b.changePercent;
