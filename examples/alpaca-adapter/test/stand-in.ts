import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { AlpacaConfig } from '../src/config.js';

export const KEY_ID = 'PKTESTKEYID0000000001';
export const SECRET_KEY = 'test-secret-that-no-text-may-show';

/** A message of a client, as far as the stand-in reads it. */
export interface ClientMessage {
  readonly action: string;
  readonly [field: string]: unknown;
}

/** One answer of the REST side. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

type Rest = (url: URL, request: IncomingMessage) => Answer | Promise<Answer>;

const CHANNELS = ['trades', 'quotes', 'bars'] as const;

interface Client {
  readonly socket: WebSocket;
  loggedIn: boolean;
  readonly subscribed: Record<string, Set<string>>;
}

/** Plays Alpaca on loopback: one connection for each account, login first, subscriptions that are confirmed. */
export class StandIn {
  /** What clients sent, without their logins. */
  readonly messages: ClientMessage[] = [];
  readonly requests: URL[] = [];
  readonly requestHeaders: IncomingMessage['headers'][] = [];
  readonly logins: ClientMessage[] = [];
  connections = 0;
  /** Symbols that may be subscribed in one channel. */
  symbolLimit = 1_000;
  connectionLimit = 1;
  /** The error that answers a login instead of a welcome. */
  loginError: { code: number; msg: string } | undefined;
  /** Refuses every connection before it is one. */
  refuse = false;
  /** Takes messages and answers none. */
  mute = false;
  /** How long each answer to a subscription takes. */
  answerAfterMs = 0;
  /** Symbols whose subscription is refused, and with what. */
  readonly invalid = new Set<string>();
  invalidError = { code: 400, msg: 'invalid syntax' };
  rest: Rest = () => ({ status: 404, body: '404 page not found' });
  private readonly clients = new Set<Client>();
  private readonly sockets = new Set<Socket>();
  private readonly webSockets = new WebSocketServer({ noServer: true, autoPong: true });

  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(
    private readonly server: Server,
    private readonly keys: Pick<AlpacaConfig, 'keyId' | 'secretKey'>,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request, socket: Socket, head) => {
      if (this.refuse) return void socket.destroy();
      return this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.accept(webSocket));
    });
  }

  static async start(keys = { keyId: KEY_ID, secretKey: SECRET_KEY }): Promise<StandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StandIn(server, keys);
  }

  get config(): AlpacaConfig {
    const { port } = this.server.address() as AddressInfo;
    return {
      ...this.keys,
      dataUrl: `http://127.0.0.1:${port}`,
      streamUrl: `ws://127.0.0.1:${port}/v2/iex`,
      historyFeed: 'iex',
      symbols: ['AAPL', 'AMD', 'SPY', 'NVDA', 'TEST', 'A', 'IBM', 'META', 'AMZN', 'TSLA', 'GE'],
    };
  }

  get open(): number {
    return this.clients.size;
  }

  /** What the one client has subscribed, as `channel/symbol`. */
  get subscribed(): string[] {
    const [client] = this.clients;
    if (client === undefined) return [];
    return CHANNELS.flatMap((channel) => [...client.subscribed[channel]].map((symbol) => `${channel}/${symbol}`));
  }

  /** Sends a text to everyone who is logged in. */
  send(raw: string): void {
    for (const client of this.clients) if (client.loggedIn) client.socket.send(raw);
  }

  /** Does something every now and then, up to the end. */
  every(ms: number, work: () => void): void {
    this.timers.push(setInterval(work, ms));
  }

  sendBinary(bytes: Uint8Array): void {
    for (const client of this.clients) client.socket.send(bytes);
  }

  /** Ends all connections without a word, or with one. */
  cut(word?: string): void {
    for (const { socket } of this.clients) {
      if (word === undefined) socket.terminate();
      else socket.close(4_000, word);
    }
  }

  /** Reads nothing more of the connections there are, not even that they are closed, until what it returns is called. */
  hold(): () => void {
    const held = [...this.clients];
    for (const { socket } of held) socket.pause();
    return () => {
      for (const { socket } of held) socket.resume();
    };
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.cut();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: WebSocket): void {
    this.connections++;
    const client: Client = {
      socket,
      loggedIn: false,
      subscribed: { trades: new Set(), quotes: new Set(), bars: new Set() },
    };
    socket.on('error', () => socket.terminate());
    if (this.clients.size >= this.connectionLimit) return refuse(socket, 406, 'connection limit exceeded');
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    socket.on('message', (data: RawData) => {
      if (!this.mute) this.take(client, JSON.parse((data as Buffer).toString()) as ClientMessage);
    });
    if (!this.mute) socket.send('[{"T":"success","msg":"connected"}]');
    return undefined;
  }

  private take(client: Client, message: ClientMessage): void {
    const { socket } = client;
    if (message.action === 'auth') {
      this.logins.push(message);
      const known = message['key'] === this.keys.keyId && message['secret'] === this.keys.secretKey;
      const error = known ? this.loginError : { code: 402, msg: 'auth failed' };
      if (error !== undefined) return refuse(socket, error.code, error.msg);
      client.loggedIn = true;
      return socket.send('[{"T":"success","msg":"authenticated"}]');
    }
    this.messages.push(message);
    if (!client.loggedIn) return refuse(socket, 401, 'not authenticated');
    setTimeout(() => this.subscribe(client, message), this.answerAfterMs);
    return undefined;
  }

  private subscribe({ socket, subscribed }: Client, message: ClientMessage): void {
    const error = (code: number, msg: string): void => socket.send(JSON.stringify([{ T: 'error', code, msg }]));
    const lists = CHANNELS.map((channel) => [channel, (message[channel] ?? []) as string[]] as const);
    if (lists.some(([, symbols]) => symbols.some((symbol) => this.invalid.has(symbol))))
      return error(this.invalidError.code, this.invalidError.msg);
    const adds = message.action === 'subscribe';
    const over = lists.some(
      ([channel, symbols]) => new Set([...subscribed[channel], ...symbols]).size > this.symbolLimit,
    );
    if (adds && over) return error(405, 'symbol limit exceeded');
    for (const [channel, symbols] of lists) {
      for (const symbol of symbols) {
        if (adds) subscribed[channel].add(symbol);
        else subscribed[channel].delete(symbol);
      }
    }
    const all = Object.fromEntries(CHANNELS.map((channel) => [channel, [...subscribed[channel]]]));
    return socket.send(JSON.stringify([{ T: 'subscription', ...all, updatedBars: [], corrections: all['trades'] }]));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    this.requests.push(url);
    this.requestHeaders.push(request.headers);
    const { status = 200, headers = {}, body } = await this.rest(url, request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  }
}

function refuse(socket: WebSocket, code: number, msg: string): void {
  socket.send(JSON.stringify([{ T: 'error', code, msg }]));
  socket.close();
}

/** Answers with one page after another; a page after the first must be asked for by the token of the one before. */
export function pages(bodies: readonly string[]): Rest {
  const byToken = new Map<string | null, string>([[null, bodies[0]]]);
  bodies.slice(1).forEach((body, at) => {
    byToken.set((JSON.parse(bodies[at]) as { next_page_token: string }).next_page_token, body);
  });
  return (url) => {
    const body = byToken.get(url.searchParams.get('page_token'));
    return body === undefined ? { status: 400, body: '{"message":"invalid page_token"}' } : { body };
  };
}
