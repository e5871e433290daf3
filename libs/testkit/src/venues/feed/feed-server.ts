import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { FaultPlan, type FeedFault } from './faults.js';
import { tornFrame } from './torn-frame.js';
import type { FeedClient, FeedTraffic, VenueReply, VenueRequest, VenueScript } from './venue-script.js';

const MAX_NOTED = 10_000;

/** A venue on loopback: HTTP and WebSocket on one port, what its script says, and the faults that a test asks for. */
export class FeedServer implements FeedTraffic {
  readonly requests: VenueRequest[] = [];
  mostStreams = 0;
  attempts = 0;
  logins = 0;
  sent = 0;
  /** Connections that were ended in the middle of a message. */
  torn = 0;
  private readonly plan = new FaultPlan();
  private readonly clients = new Set<Client>();
  private readonly sockets = new Set<Socket>();
  /** Half of connections, whose other end nobody hears any more. */
  private readonly halves: Socket[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly webSockets = new WebSocketServer({ noServer: true, autoPong: false });
  private muted = false;
  private refusing = false;
  private unauthorized = false;

  private constructor(
    private readonly server: Server,
    private readonly script: VenueScript,
  ) {
    server.on('request', (request, response) => {
      this.request(request, response).catch((error: unknown) => broken(response, error));
    });
    server.on('connection', (socket) => this.connection(socket));
    server.on('upgrade', (request, socket: Socket, head) => {
      this.attempts++;
      if (this.unauthorized) socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      else if (this.refusing || this.script.connected === undefined) socket.destroy();
      else this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.stream(webSocket, socket, request));
    });
  }

  static async start(script: VenueScript): Promise<FeedServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FeedServer(server, script);
  }

  /** Without a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get streamUrl(): string {
    return this.url.replace('http', 'ws');
  }

  get connections(): number {
    return this.sockets.size;
  }

  get streams(): number {
    return this.clients.size;
  }

  /** Market data for every client that has the topic. This is what faults of messages happen to. */
  publish(topic: string, message: string | object): void {
    this.arrive(message, () => [...this.clients].filter(({ topics }) => topics.has(topic)));
  }

  /** A login is tried: whether the venue takes it, as far as the faults go. */
  takesLogin(): boolean {
    this.logins++;
    return this.plan.take('login') === undefined;
  }

  control(fault: FeedFault): void {
    switch (fault.kind) {
      case 'none':
        this.plan.clear();
        this.muted = false;
        this.refusing = false;
        this.unauthorized = false;
        return;
      case 'cut':
        for (const socket of this.sockets) socket.destroy();
        return;
      case 'reset':
        for (const socket of this.sockets) socket.resetAndDestroy();
        return;
      case 'half-open':
        for (const client of this.clients) this.die(client);
        return;
      case 'mute':
        this.muted = true;
        return;
      case 'refuse':
        this.refusing = true;
        return;
      case 'unauthorized':
        this.unauthorized = true;
        return;
      case 'say':
        for (const client of this.clients) client.send(fault.text);
        return;
      default:
        this.plan.add(fault);
    }
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.webSockets.close();
    for (const socket of [...this.sockets, ...this.halves]) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connection(socket: Socket): void {
    if (this.refusing) {
      this.attempts++;
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('error', () => {
      socket.destroy();
      // A reset that the system refuses, as the other end was quicker, is an error without a close after it.
      this.sockets.delete(socket);
    });
    socket.on('close', () => this.sockets.delete(socket));
  }

  private stream(webSocket: WebSocket, socket: Socket, request: IncomingMessage): void {
    const client = new Client(webSocket, socket, request, {
      muted: () => this.muted,
      publish: (message) => this.arrive(message, () => [client]),
    });
    this.clients.add(client);
    this.mostStreams = Math.max(this.mostStreams, this.clients.size);
    webSocket.on('error', () => webSocket.terminate());
    webSocket.on('ping', (data) => void (this.muted || webSocket.pong(data)));
    webSocket.on('close', () => this.leave(client));
    webSocket.on('message', (data: RawData) => this.script.received?.(client, (data as Buffer).toString()));
    this.script.connected?.(client);
  }

  private leave(client: Client): void {
    if (this.clients.delete(client)) this.script.gone?.(client);
  }

  private die(client: Client): void {
    const socket = client.die();
    this.sockets.delete(socket);
    this.halves.push(socket);
    this.leave(client);
  }

  private arrive(message: string | object, clients: () => readonly Client[]): void {
    const listening = clients().filter((client) => client.listens);
    if (listening.length > 0 && this.plan.take('tear') !== undefined) {
      for (const client of listening) client.tear(textOf(message));
      this.torn += listening.length;
      return;
    }
    for (const { text, afterMs } of this.plan.arrivals(textOf(message))) {
      const write = (): void => {
        for (const client of clients()) if (client.write(text)) this.sent++;
      };
      if (afterMs === 0) write();
      else this.later(afterMs, write);
    }
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }

  private async request(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    if (this.requests.length >= MAX_NOTED) this.requests.shift();
    this.requests.push(request);
    if (this.refusing) return void message.socket.destroy();
    if (this.unauthorized) return reply(response, { status: 401, body: {} }, (text) => text);
    const status = this.plan.take('status');
    if (status !== undefined) {
      const { retryAfterS } = status;
      const headers = retryAfterS === undefined ? undefined : { 'retry-after': String(retryAfterS) };
      return reply(response, { status: status.status, headers, body: {} }, (text) => text);
    }
    const slow = this.plan.take('slow');
    if (slow !== undefined) await new Promise<void>((resolve) => this.later(slow.ms, resolve));
    const change = this.plan.take('answer')?.change ?? ((text: string) => text);
    return reply(response, await this.script.answer(request), change);
  }
}

interface ClientServer {
  muted(): boolean;
  publish(message: string | object): void;
}

class Client implements FeedClient {
  readonly url: URL;
  readonly headers: FeedClient['headers'];
  readonly topics = new Set<string>();
  private dead = false;

  constructor(
    private readonly webSocket: WebSocket,
    private readonly socket: Socket,
    request: IncomingMessage,
    private readonly server: ClientServer,
  ) {
    this.url = new URL(request.url ?? '/', 'http://venue');
    this.headers = request.headers;
  }

  send(message: string | object): void {
    this.write(textOf(message));
  }

  publish(message: string | object): void {
    this.server.publish(message);
  }

  close(code?: number, reason?: string): void {
    if (!this.dead) this.webSocket.close(code, reason);
  }

  /** False when it is lost on its way. */
  write(text: string): boolean {
    if (!this.listens) return false;
    this.webSocket.send(text);
    return true;
  }

  /** Whether it hears what is written now. */
  get listens(): boolean {
    return !this.dead && !this.server.muted() && this.webSocket.readyState === this.webSocket.OPEN;
  }

  /** Ends in the middle of a message. */
  tear(text: string): void {
    this.dead = true;
    this.socket.write(tornFrame(text));
    this.socket.destroySoon();
  }

  /** Reads and writes nothing any more. */
  die(): Socket {
    this.dead = true;
    return this.socket.pause();
  }
}

/** A mistake of the script is seen by whoever asked; a client that is gone needs no answer. */
function broken(response: ServerResponse, error: unknown): void {
  if (!response.headersSent) response.writeHead(500);
  response.end(`the script failed: ${String(error)}`);
}

const textOf = (message: string | object): string => (typeof message === 'string' ? message : JSON.stringify(message));

async function read(message: IncomingMessage): Promise<VenueRequest> {
  let body = '';
  for await (const chunk of message as AsyncIterable<Buffer>) body += chunk.toString();
  const url = new URL(message.url ?? '/', 'http://venue');
  return {
    method: message.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: message.headers,
    body,
    atMs: performance.now(),
  };
}

function reply(
  response: ServerResponse,
  { status = 200, headers, body }: VenueReply,
  change: (text: string) => string,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(change(text));
}
