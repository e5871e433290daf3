import { WebSocket, type RawData } from 'ws';
import { asRaw, countOf, parseObject, textOf, type Raw } from '../parse/fields.js';
import { backoffMs } from './backoff.js';

/** Requests whose answer is outstanding; more are not sent. */
const MAX_IN_FLIGHT = 10_000;
/** Silence of this many heartbeats means that the connection is dead though no one said so. */
const MISSED_HEARTBEATS = 3;
/** Only a connection that held this long makes the next wait short again: a venue that sends nonsense is not hammered. */
const STABLE_MS = 2_000;
const MAX_PAYLOAD = 16 * 1_024 * 1_024;
const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Outcome of a request. `lost`: it was, or may have been, sent, and no answer will come. */
export type Answer =
  | { readonly kind: 'ok'; readonly body: Raw }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'lost'; readonly reason: string };

export interface SessionHandlers {
  /** Connected to the exchange process `instance`; requests can be sent. */
  up(instance: string): void;
  /** The connection is gone; all outstanding requests have been answered `lost`. Reconnects by itself. */
  down(reason: string): void;
  /** A message that is no answer. What it throws ends the connection, so that everything is synchronised anew. */
  message(message: Raw): void;
}

interface Outstanding {
  readonly done: (answer: Answer) => void;
  readonly timer: NodeJS.Timeout;
}

/** One WebSocket to the exchange: numbered requests, watch over heartbeats, reconnect with backoff and jitter. */
export class SocketSession {
  private socket: WebSocket | undefined;
  private isUp = false;
  private closed = false;
  private attempt = 0;
  private upSince = 0;
  private lastId = 0;
  private retry: NodeJS.Timeout | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private readonly outstanding = new Map<number, Outstanding>();

  constructor(
    private readonly url: string,
    private readonly requestTimeoutMs: number,
    private readonly handlers: SessionHandlers,
    /**
     * Whoever awaits an answer acts on it before the next message is handled. Costs a turn of the event loop each: for
     * orders, not for market data.
     */
    private readonly oneAtATime = false,
  ) {}

  get connected(): boolean {
    return this.isUp;
  }

  /** Begins to connect; does nothing when it did before. */
  start(): void {
    if (this.socket === undefined && this.retry === undefined && !this.closed) this.connect();
  }

  /** Sends a request; `done` is called once, never from within this call. */
  request(body: object, done: (answer: Answer) => void): void {
    const { socket } = this;
    if (socket === undefined || !this.isUp || this.outstanding.size >= MAX_IN_FLIGHT) {
      const reason = this.isUp ? 'too many requests are in flight' : 'the exchange is not connected';
      queueMicrotask(() => done({ kind: 'lost', reason }));
      return;
    }
    const id = ++this.lastId;
    const timer = setTimeout(
      () => this.finish(id, { kind: 'lost', reason: `no answer in ${this.requestTimeoutMs} ms` }),
      this.requestTimeoutMs,
    );
    this.outstanding.set(id, { done, timer });
    socket.send(JSON.stringify({ ...body, id }));
  }

  ask(body: object): Promise<Answer> {
    return new Promise((resolve) => this.request(body, resolve));
  }

  /** Ends the connection to begin anew, because what came over it cannot be right. */
  restart(reason: string): void {
    const { socket } = this;
    if (socket === undefined) return;
    this.lose(socket, reason);
    socket.terminate();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    const { socket } = this;
    if (socket === undefined) return;
    this.lose(socket, 'closed');
    socket.close();
  }

  private connect(): void {
    this.retry = undefined;
    const options = {
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_PAYLOAD,
      perMessageDeflate: false,
      allowSynchronousEvents: !this.oneAtATime,
    };
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws')}/ws`, options);
    let reason = 'the connection was closed';
    this.socket = socket;
    socket.on('error', (error) => (reason = error.message));
    socket.on('close', (code, text) => this.lose(socket, text.length > 0 ? `${code} ${text.toString()}` : reason));
    socket.on('message', (data: RawData) => this.receive(socket, data));
  }

  private receive(socket: WebSocket, data: RawData): void {
    if (socket !== this.socket) return;
    this.watchdog?.refresh();
    try {
      const message = parseObject((data as Buffer).toString());
      if (message['type'] === 'result') this.answer(message);
      else if (message['type'] === 'hello') this.hello(message);
      else if (message['type'] !== 'heartbeat') this.handlers.message(message);
    } catch (error) {
      this.restart(error instanceof Error ? error.message : String(error));
    }
  }

  private hello(message: Raw): void {
    const silenceMs = countOf(message, 'heartbeatMs') * MISSED_HEARTBEATS;
    this.watchdog = setTimeout(() => this.restart('the exchange fell silent'), silenceMs);
    this.isUp = true;
    this.upSince = performance.now();
    this.handlers.up(textOf(message, 'instance'));
  }

  private answer(message: Raw): void {
    const id = countOf(message, 'id');
    if (message['ok'] === true) {
      this.finish(id, { kind: 'ok', body: message });
      return;
    }
    const error = asRaw(message['error'], 'an error');
    this.finish(id, { kind: 'refused', code: textOf(error, 'code'), message: textOf(error, 'message') });
  }

  private finish(id: number, answer: Answer): void {
    const waiting = this.outstanding.get(id);
    if (waiting === undefined) return;
    this.outstanding.delete(id);
    clearTimeout(waiting.timer);
    waiting.done(answer);
  }

  /** Once per socket. */
  private lose(socket: WebSocket, reason: string): void {
    if (socket !== this.socket) return;
    this.socket = undefined;
    clearTimeout(this.watchdog);
    const wasUp = this.isUp;
    this.isUp = false;
    if (wasUp && performance.now() - this.upSince > STABLE_MS) this.attempt = 0;
    for (const id of this.outstanding.keys()) this.finish(id, { kind: 'lost', reason });
    if (!this.closed) this.retry = setTimeout(() => this.connect(), backoffMs(this.attempt++));
    if (wasUp) this.handlers.down(reason);
  }
}
