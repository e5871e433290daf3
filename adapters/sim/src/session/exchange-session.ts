import type { Clock } from '@bourseworks/ports';
import { PendingRequests, SocketSession, type BackoffOptions } from '@bourseworks/venue-client';
import { asRaw, countOf, parseObject, textOf, type Raw } from '../parse/fields.js';

/** Silence of this many heartbeats means that the connection is dead though no one said so. */
const MISSED_HEARTBEATS = 3;

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

export interface SessionOptions {
  readonly url: string;
  readonly requestTimeoutMs: number;
  readonly clock: Clock;
  /** See SocketOptions. */
  readonly oneAtATime?: boolean;
  readonly backoff?: BackoffOptions;
}

/** One WebSocket to the exchange: its hello, its heartbeats, numbered requests. */
export class ExchangeSession {
  private readonly socket: SocketSession;
  private readonly pending: PendingRequests<Answer>;
  private instance = '';
  private lastId = 0;

  constructor(
    private readonly options: SessionOptions,
    private readonly handlers: SessionHandlers,
  ) {
    const { url, clock, oneAtATime = false, requestTimeoutMs: loginMs, backoff } = options;
    const address = `${url.replace(/^http/, 'ws')}/ws`;
    this.pending = new PendingRequests(clock);
    this.socket = new SocketSession(
      { url: () => address, clock, oneAtATime, loginMs, ...(backoff !== undefined && { backoff }) },
      {
        // The exchange speaks first.
        opened: () => undefined,
        up: () => this.handlers.up(this.instance),
        down: (reason) => this.down(reason),
        message: (data) => this.receive(data.toString()),
      },
    );
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** Begins to connect; does nothing when it did before. */
  start(): void {
    this.socket.start();
  }

  /** Sends a request; `done` is called once, never from within this call. */
  request(body: object, done: (answer: Answer) => void): void {
    const { requestTimeoutMs } = this.options;
    const lost = (reason: string): void => queueMicrotask(() => done({ kind: 'lost', reason }));
    if (!this.socket.connected) return lost('the exchange is not connected');
    const id = ++this.lastId;
    const late = (): Answer => ({ kind: 'lost', reason: `no answer in ${requestTimeoutMs} ms` });
    if (!this.pending.add(id, requestTimeoutMs * 1_000, late, done)) return lost('too many requests are in flight');
    // What cannot be written any more is answered when the connection is found to be lost, or late.
    this.socket.send({ ...body, id });
  }

  ask(body: object): Promise<Answer> {
    return new Promise((resolve) => this.request(body, resolve));
  }

  /** Ends the connection to begin anew, because what came over it cannot be right. */
  restart(reason: string): void {
    this.socket.restart(reason);
  }

  close(): void {
    this.socket.close();
  }

  private receive(text: string): void {
    const message = parseObject(text);
    if (message['type'] === 'result') this.answer(message);
    else if (message['type'] === 'hello') this.hello(message);
    else if (message['type'] !== 'heartbeat') this.handlers.message(message);
  }

  private hello(message: Raw): void {
    this.socket.expectWithin(countOf(message, 'heartbeatMs') * MISSED_HEARTBEATS);
    this.instance = textOf(message, 'instance');
    this.socket.ready();
  }

  private answer(message: Raw): void {
    const id = countOf(message, 'id');
    if (message['ok'] === true) {
      this.pending.finish(id, { kind: 'ok', body: message });
      return;
    }
    const error = asRaw(message['error'], 'an error');
    this.pending.finish(id, { kind: 'refused', code: textOf(error, 'code'), message: textOf(error, 'message') });
  }

  private down(reason: string): void {
    this.pending.finishAll({ kind: 'lost', reason });
    this.handlers.down(reason);
  }
}
