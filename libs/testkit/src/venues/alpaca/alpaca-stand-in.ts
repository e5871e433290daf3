import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { AlpacaVenue, type TradeUpdate, type VenueAnswer } from './alpaca-venue.js';

export const ALPACA_KEY_ID = 'PKTESTKEYID0000000001';
export const ALPACA_SECRET_KEY = 'test-secret-that-no-text-may-show';

/** The API key that a stand-in takes. */
export interface AlpacaKeys {
  readonly keyId: string;
  readonly secretKey: string;
}

const TEST_KEYS: AlpacaKeys = { keyId: ALPACA_KEY_ID, secretKey: ALPACA_SECRET_KEY };

/**
 * What goes wrong with one request: `-before` the venue did what it asks, or `-after`. `silence` never answers, `reset`
 * breaks the connection, `500` and `429` answer so, `garbage` answers with what is no JSON.
 */
export type AlpacaFault =
  | 'silence-before'
  | 'silence-after'
  | 'reset-before'
  | 'reset-after'
  | '500-before'
  | '500-after'
  | 'garbage-after'
  | '429';

export interface AlpacaRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Milliseconds of `performance.now()`. */
  readonly atMs: number;
}

interface Planned {
  readonly method: string;
  readonly fault: AlpacaFault;
}

interface Client {
  readonly socket: WebSocket;
  authorized: boolean;
  listening: boolean;
}

const MAX_NOTED = 100_000;
const UNAUTHORIZED: VenueAnswer = { status: 401, body: { code: 40110000, message: 'request is not authorized' } };

/** Plays Alpaca's trading interface on loopback, REST and stream, on the books of an AlpacaVenue. */
export class AlpacaStandIn {
  readonly venue: AlpacaVenue;
  readonly requests: AlpacaRequest[] = [];
  /** Every update of the account, heard by somebody or not. */
  readonly updates: TradeUpdate[] = [];
  /** Logins of the stream that were tried. */
  logins = 0;
  keyId: string;
  /** Refuses connections before they are any. */
  refuseConnections = false;
  /** Takes what streams send and says nothing. */
  muteStream = false;
  /** Requests in any window of a minute that are answered; the rest gets 429. */
  limitPerMinute = Number.POSITIVE_INFINITY;
  private readonly planned: Planned[] = [];
  private readonly clients = new Set<Client>();
  private readonly sockets = new Set<Socket>();
  private readonly webSockets = new WebSocketServer({ noServer: true, autoPong: true });
  private held: TradeUpdate[] | undefined;
  private turnDown = { count: 0, waitS: 0 };

  private constructor(
    private readonly server: Server,
    private readonly keys: AlpacaKeys,
  ) {
    this.keyId = keys.keyId;
    this.venue = new AlpacaVenue((update) => this.update(update));
    server.on('request', (request, response) => void this.answer(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      if (this.refuseConnections) socket.destroy();
    });
    server.on('upgrade', (request, socket: Socket, head) => {
      if (request.url !== '/stream') socket.destroy();
      else this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.accept(webSocket));
    });
  }

  static async start(keys: AlpacaKeys = TEST_KEYS): Promise<AlpacaStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new AlpacaStandIn(server, keys);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Streams that are logged in and listen. */
  get listeners(): number {
    return [...this.clients].filter((client) => client.listening).length;
  }

  /** The next request of the method goes wrong. */
  faultNext(method: string, fault: AlpacaFault): void {
    this.planned.push({ method, fault });
  }

  /** Whatever is asked next is turned down, so many times, with a wait of whole seconds. */
  turnDownNext(count: number, waitMs: number): void {
    this.turnDown = { count, waitS: Math.ceil(waitMs / 1_000) };
  }

  /** Sockets that are open, kept ones included. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Ends the streams, and nothing else. */
  cutStreams(): void {
    for (const client of this.clients) client.socket.terminate();
  }

  /** Ends every connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Updates wait until `releaseUpdates`; a stream that is cut meanwhile never gets its own. */
  holdUpdates(): void {
    this.held ??= [];
  }

  releaseUpdates(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const update of held) this.send(update);
  }

  /** Sends a text as a message of the stream, in a binary frame. */
  sendRaw(text: string): void {
    for (const client of this.clients) if (client.listening) client.socket.send(Buffer.from(text), { binary: true });
  }

  /** Requests of a method whose path begins so. */
  asked(method: string, path: string): AlpacaRequest[] {
    return this.requests.filter((request) => request.method === method && request.path.startsWith(path));
  }

  async close(): Promise<void> {
    this.webSockets.close();
    this.cutStreams();
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await this.read(message);
    const fault = this.takeFault(request.method);
    if (fault === 'silence-before') return;
    if (fault === 'reset-before') return void message.socket.destroy();
    if (fault === '500-before') return reply(response, { status: 500, body: { code: 50010000, message: 'internal' } });
    if (this.turnDown.count > 0) {
      this.turnDown.count--;
      response.setHeader('retry-after', String(this.turnDown.waitS));
      return reply(response, { status: 429, body: { code: 42910000, message: 'rate limit exceeded' } });
    }
    if (fault === '429' || this.tooMany(request.atMs)) {
      return reply(response, { status: 429, body: { code: 42910000, message: 'rate limit exceeded' } });
    }
    const keys = [message.headers['apca-api-key-id'], message.headers['apca-api-secret-key']];
    const authorized = keys[0] === this.keyId && keys[1] === this.keys.secretKey;
    const answer = authorized ? this.handle(request) : UNAUTHORIZED;
    if (fault === 'silence-after') return;
    if (fault === 'reset-after') return void message.socket.destroy();
    if (fault === '500-after') return reply(response, { status: 500, body: { code: 50010000, message: 'internal' } });
    if (fault === 'garbage-after') return void response.writeHead(answer.status).end('<html>busy</html>');
    reply(response, answer);
  }

  private async read(message: IncomingMessage): Promise<AlpacaRequest> {
    const url = new URL(message.url ?? '/', 'http://stand.in');
    const request = {
      method: message.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      body: {} as Record<string, unknown>,
      atMs: performance.now(),
    };
    // Noted as they come: one with a body, which takes longer to read, keeps its place.
    if (this.requests.length >= MAX_NOTED) this.requests.shift();
    this.requests.push(request);
    let text = '';
    for await (const chunk of message as AsyncIterable<Buffer>) text += chunk.toString();
    if (text !== '') request.body = JSON.parse(text) as Record<string, unknown>;
    return request;
  }

  private handle({ method, path, query, body }: AlpacaRequest): VenueAnswer {
    const { venue } = this;
    const [, , resource, id, kind] = path.split('/');
    switch (`${method} ${resource}`) {
      case 'POST orders':
        return venue.place(body);
      case 'PATCH orders':
        return venue.replace(id, body);
      case 'DELETE orders':
        return venue.cancel(id);
      case 'GET orders':
        return id === undefined ? venue.list(query) : venue.get(id);
      case 'GET orders:by_client_order_id':
        return venue.byClient(query.get('client_order_id') ?? '');
      case 'GET positions':
        return { status: 200, body: venue.positionList() };
      case 'GET assets':
        return this.assetsOf(path.split('/').slice(3).join('/'));
      case 'GET account':
        return kind === 'FILL' ? venue.activities(query) : { status: 200, body: this.account() };
      default:
        return { status: 404, body: { code: 40410000, message: 'endpoint not found' } };
    }
  }

  private assetsOf(symbol: string): VenueAnswer {
    const assets = this.venue.assets.map((asset) => ({ ...asset, status: 'active', tradable: true }));
    if (symbol === '') return { status: 200, body: assets };
    const asset = assets.find((one) => one.symbol === symbol);
    if (asset !== undefined) return { status: 200, body: asset };
    return { status: 404, body: { code: 40410000, message: `asset not found for ${symbol}` } };
  }

  private account(): object {
    const { cash } = this.venue;
    const cents = cash / 10n ** 16n;
    const whole = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
    return { id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98', status: 'ACTIVE', currency: 'USD', cash: whole };
  }

  private takeFault(method: string): AlpacaFault | undefined {
    const at = this.planned.findIndex((one) => one.method === method);
    return at < 0 ? undefined : this.planned.splice(at, 1)[0].fault;
  }

  private tooMany(nowMs: number): boolean {
    return this.requests.filter(({ atMs }) => atMs > nowMs - 60_000).length > this.limitPerMinute;
  }

  private accept(socket: WebSocket): void {
    const client: Client = { socket, authorized: false, listening: false };
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    socket.on('error', () => undefined);
    socket.on('message', (data: RawData) => this.receive(client, (data as Buffer).toString()));
  }

  private receive(client: Client, text: string): void {
    const { action, data } = JSON.parse(text) as { action: string; data: Record<string, unknown> };
    if (action === 'authenticate') {
      this.logins++;
      client.authorized = data['key_id'] === this.keyId && data['secret_key'] === this.keys.secretKey;
    }
    if (this.muteStream) return;
    if (action === 'authenticate' || !client.authorized) {
      const status = client.authorized ? 'authorized' : 'unauthorized';
      this.sendTo(client, { stream: 'authorization', data: { status, action } });
      return;
    }
    if (action !== 'listen') return;
    client.listening = (data['streams'] as string[]).includes('trade_updates');
    this.sendTo(client, { stream: 'listening', data: { streams: data['streams'] } });
  }

  private update(update: TradeUpdate): void {
    this.updates.push(update);
    if (this.held === undefined) this.send(update);
    else this.held.push(update);
  }

  private send(update: TradeUpdate): void {
    if (this.muteStream) return;
    for (const client of this.clients) {
      if (client.listening) this.sendTo(client, { stream: 'trade_updates', data: update });
    }
  }

  /** As Alpaca's trading stream does: JSON in binary frames. */
  private sendTo({ socket }: Client, message: object): void {
    socket.send(Buffer.from(JSON.stringify(message)), { binary: true });
  }
}

function reply(response: ServerResponse, { status, body }: VenueAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
