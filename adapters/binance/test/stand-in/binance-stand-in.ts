import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults, type Fault } from './faults.js';
import { futuresRoutes, spotRoutes, type Route, type RouteWorld, type StandInSymbol } from './routes.js';
import { futuresEvent, spotEvent, toJson } from './shapes.js';
import { Streams } from './streams.js';
import { StandInVenue, VenueRefusal, type Params, type StandInEvent, type StandInOrder } from './venue.js';

export const API_KEY = 'stand-in-api-key-0123456789abcdef';
export const API_SECRET = 'stand-in-api-secret-fedcba9876543210';

export const SYMBOLS: readonly StandInSymbol[] = [
  { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', tick: '0.01000000', step: '0.00001000' },
  { symbol: 'ETHUSDT', base: 'ETH', quote: 'USDT', tick: '0.01000000', step: '0.00010000' },
];

const RECEIVED_EARLY_MS = 1_000;
const FUTURES_STREAM = '/private/ws/';
const SPOT_STREAM = '/ws-api/v3';
const ORDER_WINDOW_MS = 10_000;

export type Flavour = 'spot' | 'usdm';

/** A request that came, for what a test says of their order. */
export interface SeenRequest {
  readonly name: string;
  readonly params: Params;
}

/**
 * Binance as far as orders go, on this machine: REST with signatures, times and limits, and the user data stream, over a
 * small venue in memory; with faults at will. Written after the public documentation.
 */
export class BinanceStandIn {
  readonly faults = new Faults();
  readonly seen: SeenRequest[] = [];
  readonly venue: StandInVenue;
  readonly streams: Streams;
  /** The venue's clock is ahead of ours by this. */
  skewMs = 0;
  /** Orders in any 10 seconds; beyond it they are turned down. */
  orderLimit = 300;
  /** No key is taken, as when its rights were changed. */
  refusingKeys = false;
  /** Orders accepted from now on are not found when they are asked about, as long as this is true. */
  hiding = false;
  /** Used so far, as answers state it: a venue's minute ends, this does not until it is set. */
  weight = 0;
  renewals = 0;
  keysGiven = 0;
  private readonly hidden = new Set<StandInOrder>();
  private readonly orderTimes: number[] = [];
  private readonly routes: Readonly<Record<string, Route>>;
  private key: string | undefined;
  private refusing = false;
  private limiting = 0;
  private limitWaitMs = 0;

  private constructor(
    readonly flavour: Flavour,
    private readonly server: Server,
  ) {
    const spot = flavour === 'spot';
    const first = spot ? 28_000_000_000n : 8_389_765_739_703_625_592n;
    this.venue = new StandInVenue(
      () => this.nowMs(),
      first,
      spot ? 'BNB' : 'USDT',
      (event) => this.tell(event),
    );
    this.routes = spot ? spotRoutes(this.world()) : futuresRoutes(this.world());
    this.streams = new Streams({
      admits: (path) => (spot ? path === SPOT_STREAM : path === `${FUTURES_STREAM}${this.key ?? ''}`),
      answer: (message) => this.subscribe(message as Readonly<Record<string, unknown>>),
      atOnce: !spot,
    });
    for (const { symbol } of SYMBOLS) this.venue.move(symbol, '100');
    server.on('connection', (socket) => {
      if (this.refusing) socket.destroy();
    });
    server.on('request', (request, response) => this.serve(request, response));
    server.on('upgrade', (request, socket, head) => this.streams.upgrade(request, socket, head));
  }

  static async start(flavour: Flavour): Promise<BinanceStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BinanceStandIn(flavour, server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get streamUrl(): string {
    const path = this.flavour === 'spot' ? SPOT_STREAM : FUTURES_STREAM.slice(0, -1);
    return `ws://127.0.0.1:${this.port}${path}`;
  }

  /** The venue forgets the listen key, and says so to whoever listens. */
  expireListenKey(): void {
    const listenKey = this.key;
    this.key = undefined;
    this.streams.send({ e: 'listenKeyExpired', E: this.nowMs(), listenKey });
  }

  /** As that, but nobody is told: a renewal finds out. */
  forgetListenKey(): void {
    this.key = undefined;
  }

  /** All connections break, and none is taken, until it is called with false. */
  refuseConnections(on: boolean): void {
    this.refusing = on;
    this.streams.refuse(on);
    if (on) this.cut();
  }

  /** All connections break at once. */
  cut(): void {
    this.streams.cut();
    this.server.closeAllConnections();
  }

  /** As a new process on the same data: listen keys are forgotten. */
  restart(): void {
    this.key = undefined;
    this.cut();
  }

  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  /** Turns the next requests down for their number. */
  limitNext(count: number, waitMs: number): void {
    this.limiting = count;
    this.limitWaitMs = waitMs;
  }

  /** Names of the requests that came, in their order. */
  names(): string[] {
    return this.seen.map(({ name }) => name);
  }

  /** All that was hidden can be found. */
  reveal(): void {
    this.hiding = false;
    this.hidden.clear();
  }

  async close(): Promise<void> {
    this.streams.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private nowMs(): number {
    return Date.now() + this.skewMs;
  }

  private world(): RouteWorld {
    return {
      venue: this.venue,
      symbols: SYMBOLS,
      nowMs: () => this.nowMs(),
      isHidden: (order) => this.hidden.has(order),
      listenKey: () => {
        if (this.key === undefined) this.key = `listen-key-secret-${++this.keysGiven}`;
        return this.key;
      },
      renew: () => {
        if (this.key === undefined) throw new VenueRefusal(-1125, 'This listenKey does not exist.');
        this.renewals++;
      },
      endListenKey: () => (this.key = undefined),
    };
  }

  private tell(event: StandInEvent): void {
    const shape = this.flavour === 'spot' ? spotEvent : futuresEvent;
    this.streams.send(shape(event, this.nowMs()));
  }

  private subscribe(message: Readonly<Record<string, unknown>>): { reply: unknown; subscribed: boolean } {
    const { id, method } = message;
    const params = message['params'] as Readonly<Record<string, string | number>>;
    const { signature, ...signed } = params;
    const payload = Object.keys(signed)
      .sort()
      .map((name) => `${name}=${signed[name]}`)
      .join('&');
    const refuse = (code: number, msg: string) => ({
      reply: { id, status: 400, error: { code, msg } },
      subscribed: false,
    });
    if (method !== 'userDataStream.subscribe.signature') return refuse(-1100, 'Unknown method.');
    if (signed['apiKey'] !== API_KEY || this.refusingKeys)
      return refuse(-2015, `Invalid API-key ${signed['apiKey']}, IP, or permissions.`);
    if (sign(payload) !== signature) return refuse(-1022, 'Signature for this request is not valid.');
    const outside = this.outsideWindow(Number(signed['timestamp']), Number(signed['recvWindow']));
    if (outside !== undefined) return refuse(-1021, outside);
    return { reply: { id, status: 200, result: { subscriptionId: 0 } }, subscribed: true };
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const [path, query = ''] = (request.url ?? '').split('?');
    const name = `${request.method} ${path}`;
    const params = Object.fromEntries(new URLSearchParams(query));
    this.seen.push({ name, params });
    if (this.limiting > 0) {
      this.limiting--;
      const headers = { 'retry-after': String(Math.ceil(this.limitWaitMs / 1_000)) };
      this.reply(response, 429, { code: -1003, msg: 'Too many requests.' }, headers);
      return;
    }
    const fault = this.faults.take(name);
    const run = (): { status: number; body: unknown } => this.answer(name, query, params, request);
    if (fault === undefined) {
      const { status, body } = run();
      this.reply(response, status, body);
      return;
    }
    this.fail(fault, run, response);
  }

  private fail(fault: Fault, run: () => unknown, response: ServerResponse): void {
    if (fault.done) run();
    if (fault.kind === 'drop') response.destroy();
    if (fault.kind === 'answer') this.reply(response, fault.status, fault.body, fault.headers);
  }

  private reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-mbx-used-weight-1m': String(this.weight),
      'x-mbx-order-count-10s': String(this.orderTimes.length),
      ...headers,
    });
    response.end(typeof body === 'string' ? body : toJson(body));
  }

  private answer(
    name: string,
    query: string,
    params: Params,
    request: IncomingMessage,
  ): { status: number; body: unknown } {
    try {
      const route = this.routes[name];
      if (route === undefined) throw new VenueRefusal(-1100, `no such path: ${name}`, 404);
      this.checkSecurity(route, query, params, request);
      this.weight += route.weight;
      if (route.order === true) this.countOrder();
      const before = this.venue.orders.length;
      const body = route.run(params);
      if (this.hiding) for (const order of this.venue.orders.slice(before)) this.hidden.add(order);
      return { status: 200, body };
    } catch (error) {
      if (!(error instanceof VenueRefusal)) throw error;
      return { status: error.status, body: { code: error.code, msg: error.message } };
    }
  }

  private checkSecurity({ security }: Route, query: string, params: Params, request: IncomingMessage): void {
    if (security === 'PUBLIC') return;
    const key = request.headers['x-mbx-apikey'];
    if (key !== API_KEY || this.refusingKeys)
      throw new VenueRefusal(-2015, `Invalid API-key ${String(key)}, IP, or permissions.`, 401);
    if (security === 'KEY') return;
    const at = query.lastIndexOf('&signature=');
    if (at < 0 || sign(query.slice(0, at)) !== query.slice(at + '&signature='.length))
      throw new VenueRefusal(-1022, 'Signature for this request is not valid.');
    const outside = this.outsideWindow(Number(params['timestamp']), Number(params['recvWindow'] ?? 5_000));
    if (outside !== undefined) throw new VenueRefusal(-1021, outside);
  }

  private outsideWindow(timestamp: number, recvWindow: number): string | undefined {
    const now = this.nowMs();
    if (timestamp >= now + RECEIVED_EARLY_MS) return "Timestamp for this request was ahead of the server's time.";
    return now - timestamp > recvWindow ? 'Timestamp for this request is outside of the recvWindow.' : undefined;
  }

  private countOrder(): void {
    const now = Date.now();
    while (this.orderTimes.length > 0 && now - this.orderTimes[0] > ORDER_WINDOW_MS) this.orderTimes.shift();
    if (this.orderTimes.length >= this.orderLimit)
      throw new VenueRefusal(-1015, 'Too many new orders; current limit is reached.', 429);
    this.orderTimes.push(now);
  }
}

function sign(payload: string): string {
  return createHmac('sha256', API_SECRET).update(payload).digest('hex');
}
