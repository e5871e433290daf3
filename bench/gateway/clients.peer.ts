// Real clients of all contestants; each keeps its quotes, as a page does, and knows how many updates came.
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import {
  sameQuote,
  type ClientOrder,
  type ClientReport,
  type ConnectOrder,
  type Contestant,
  type Quote,
} from './wire.js';

type Update = Quote & { readonly symbol: string };
type Message =
  | { readonly k: 'quote'; readonly id: number; readonly seq: number; readonly v: Quote }
  | {
      readonly k: 'quote+';
      readonly id: number;
      readonly prev: number;
      readonly seq: number;
      readonly v: Partial<Quote>;
    }
  | { readonly k: 'status' };

const CONNECT_AT_ONCE = 25;

const tell = (report: ClientReport): void => void process.send?.(report);
const fail = (reason: string): void => tell({ failed: reason });
const nowMs = (): number => performance.timeOrigin + performance.now();

/** The clients of one contestant. */
class Crowd {
  readonly counts: number[] = [];
  readonly quotes: Map<string, Quote>[] = [];
  latenciesMs: number[] = [];
  private target = 0;
  private last: Readonly<Record<string, Quote>> | undefined;
  private waiting = 0;

  constructor(private readonly contestant: Contestant) {}

  add(): number {
    this.quotes.push(new Map());
    return this.counts.push(0) - 1;
  }

  update(client: number, symbol: string, quote: Quote): void {
    this.quotes[client].set(symbol, quote);
    if (client === 0) this.latenciesMs.push(nowMs() - quote.time);
    if (++this.counts[client] === this.target && --this.waiting === 0) this.finish();
  }

  expect(updates: number, last: Readonly<Record<string, Quote>>): void {
    this.target += updates;
    this.last = last;
    this.waiting = this.counts.filter((count) => count < this.target).length;
    if (this.waiting === 0) this.finish();
  }

  private finish(): void {
    for (const [client, quotes] of this.quotes.entries())
      for (const [symbol, quote] of Object.entries(this.last ?? {}))
        if (this.counts[client] !== this.target || !sameQuote(quotes.get(symbol), quote))
          return fail(`${this.contestant}: client ${client} does not hold the last ${symbol}`);
    const { latenciesMs } = this;
    this.latenciesMs = [];
    tell({ arrived: this.contestant, latenciesMs });
  }
}

const crowds: Record<Contestant, Crowd> = {
  gateway: new Crowd('gateway'),
  socketio: new Crowd('socketio'),
  ws: new Crowd('ws'),
};

function joinGateway({ url, token, symbols }: ConnectOrder): Promise<void> {
  const crowd = crowds.gateway;
  const client = crowd.add();
  const socket = io(`${url}/market`, { transports: ['websocket'], forceNew: true, auth: { token } });
  const names = new Map<number, string>();
  const held = new Map<number, number>();
  socket.on('disconnect', (reason) => fail(`gateway: client ${client} lost: ${reason}`));
  socket.on('frame', ({ m }: { m: readonly Message[] }) => {
    for (const message of m) {
      if (message.k === 'status') continue;
      const symbol = names.get(message.id) ?? '';
      if (message.k === 'quote+' && held.get(message.id) !== message.prev) return fail(`gateway: ${symbol} has a hole`);
      held.set(message.id, message.seq);
      const known = crowd.quotes[client].get(symbol);
      crowd.update(client, symbol, { ...(message.k === 'quote+' ? known : undefined), ...message.v } as Quote);
    }
  });
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('connect', () => {
      const streams = symbols.map((symbol) => ({ venue: 'gateway', symbol, kind: 'quote' }));
      socket.emit('subscribe', { streams }, (answer: { subscriptions: readonly { id: number; symbol: string }[] }) => {
        for (const { id, symbol } of answer.subscriptions) names.set(id, symbol);
        resolve();
      });
    });
  });
}

function joinSocketIo({ url }: ConnectOrder): Promise<void> {
  const crowd = crowds.socketio;
  const client = crowd.add();
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  socket.on('quote', ({ symbol, ...quote }: Update) => crowd.update(client, symbol, quote));
  return new Promise((resolve) => socket.once('connect', resolve));
}

function joinWs({ url }: ConnectOrder): Promise<void> {
  const crowd = crowds.ws;
  const client = crowd.add();
  const socket = new WebSocket(url.replace('http', 'ws'));
  socket.on('message', (data: Buffer) => {
    const { symbol, ...quote } = JSON.parse(data.toString()) as Update;
    crowd.update(client, symbol, quote);
  });
  return new Promise((resolve) => socket.once('open', resolve));
}

const join: Record<Contestant, (order: ConnectOrder) => Promise<void>> = {
  gateway: joinGateway,
  socketio: joinSocketIo,
  ws: joinWs,
};

process.on('message', (order: ClientOrder) => {
  if ('expect' in order) return crowds[order.expect].expect(order.updates, order.last);
  const connectAll = async (): Promise<void> => {
    for (let at = 0; at < order.clients; at += CONNECT_AT_ONCE) {
      const count = Math.min(CONNECT_AT_ONCE, order.clients - at);
      await Promise.all(Array.from({ length: count }, () => join[order.connect](order)));
    }
    tell({ connected: order.connect });
  };
  connectAll().catch((error: unknown) => fail(String(error)));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
