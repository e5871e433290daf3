import type { DomainError } from '@bourseworks/domain';
import { backoffMs, type BackoffOptions } from './backoff.js';
import type { AlpacaConfig } from './config.js';
import { adapterFailed, quotable, streamFailure, type StreamErrorScope } from './errors.js';
import { badData, parseJson, type Raw } from './fields.js';
import { itemsOfFrame } from './parse.js';
import { Subscriptions, type Outcome, type Subscription } from './subscriptions.js';

export interface SessionTimings {
  /** From the attempt to connect to the login: Alpaca allows ten seconds. */
  readonly loginMs: number;
  /** How long an answer to a subscription may take. */
  readonly answerMs: number;
  /** Silence after which the connection is probed. */
  readonly silenceMs: number;
  readonly backoff: BackoffOptions;
  /** Only a connection that held this long makes the next wait short again. */
  readonly stableMs: number;
}

export interface SessionHandlers {
  /** Logged in; nothing is subscribed. */
  up(): void;
  /** The connection, which was up, is gone, and with it all subscriptions. Another attempt follows by itself. */
  down(reason: string): void;
  /** An attempt failed; another follows by itself. */
  failed(error: DomainError, scope: StreamErrorScope): void;
  /** Data and notices, one message as it came. */
  items(items: readonly Raw[]): void;
  /** A subscription that stands, for a probe. */
  probe(): Subscription | undefined;
}

type Stage = 'connecting' | 'login' | 'up';

/** One WebSocket to Alpaca: login, subscriptions, a watch over silence, reconnects for ever with backoff and jitter. */
export class StreamSession {
  readonly #login: string;
  readonly #keys: readonly string[];
  private socket: WebSocket | undefined;
  private stage: Stage = 'connecting';
  private attempt = 0;
  private upSince = 0;
  /** No attempt before this time of `performance.now()`, however often streams are opened and closed meanwhile. */
  private notBefore = 0;
  private loginRefusal: DomainError | undefined;
  private retry: NodeJS.Timeout | undefined;
  private watch: NodeJS.Timeout | undefined;
  private readonly subscriptions: Subscriptions;

  constructor(
    private readonly url: string,
    { keyId, secretKey }: Pick<AlpacaConfig, 'keyId' | 'secretKey'>,
    private readonly timings: SessionTimings,
    private readonly handlers: SessionHandlers,
  ) {
    this.#login = JSON.stringify({ action: 'auth', key: keyId, secret: secretKey });
    this.#keys = [secretKey, keyId];
    this.subscriptions = new Subscriptions(
      timings.answerMs,
      (message) => this.socket?.send(JSON.stringify(message)),
      (reason) => this.restart(reason),
    );
  }

  get isUp(): boolean {
    return this.socket !== undefined && this.stage === 'up';
  }

  /** Why the last login was refused, for as long as no other is due: whoever comes meanwhile need not wait for it. */
  get refusal(): DomainError | undefined {
    return performance.now() < this.notBefore ? this.loginRefusal : undefined;
  }

  /** Begins to connect, after a failed attempt not before its pause is over; does nothing when it did before. */
  start(): void {
    if (this.socket !== undefined || this.retry !== undefined) return;
    const waitMs = this.notBefore - performance.now();
    if (waitMs <= 0) this.connect();
    else this.retry = setTimeout(() => this.connect(), waitMs);
  }

  /** Only while up. `done` is called once, never from within this call. */
  request(action: 'subscribe' | 'unsubscribe', subscription: Subscription, done: (outcome: Outcome) => void): void {
    this.subscriptions.request(action, subscription, done);
  }

  /** Ends the connection to begin anew, because what came over it, or did not, cannot be right. */
  restart(reason: string): void {
    this.end(adapterFailed(reason), 'connection');
  }

  /** Closes the connection and stays so until `start`. */
  stop(): void {
    if (this.isUp) this.attempt = 0;
    this.release()?.close(1_000);
    clearTimeout(this.retry);
    this.retry = undefined;
    this.subscriptions.lost();
  }

  private connect(): void {
    this.retry = undefined;
    this.stage = 'connecting';
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.watch = setTimeout(() => this.restart(`no login in ${this.timings.loginMs} ms`), this.timings.loginMs);
    socket.addEventListener('message', (event) => this.receive(socket, event.data));
    socket.addEventListener('error', (event) => this.lost(socket, `the connection to Alpaca failed${detailOf(event)}`));
    socket.addEventListener('close', ({ code, reason }) =>
      this.lost(
        socket,
        `Alpaca closed the connection (${code}${reason === '' ? '' : ` ${quotable(reason, this.#keys)}`})`,
      ),
    );
  }

  private lost(socket: WebSocket, reason: string): void {
    if (socket === this.socket) this.restart(reason);
  }

  private receive(socket: WebSocket, data: unknown): void {
    // What a connection that was given up still says belongs to nobody.
    if (socket !== this.socket) return;
    try {
      if (typeof data !== 'string') throw badData('a message that is no text');
      const items = itemsOfFrame(parseJson(data));
      if (this.stage === 'up') this.watch?.refresh();
      const control = items.length === 1 ? items[0]['T'] : undefined;
      if (control === 'success' || control === 'subscription' || control === 'error') this.control(socket, items[0]);
      else if (this.stage === 'up') this.handlers.items(items);
      else throw badData('data before the login');
    } catch (error) {
      this.restart(error instanceof Error ? error.message : String(error));
    }
  }

  private control(socket: WebSocket, message: Raw): void {
    const said = quotable(message['msg'], this.#keys);
    if (message['T'] === 'error') {
      this.refused(message['code'], said);
    } else if (message['T'] === 'subscription') {
      this.subscriptions.confirmed(message);
    } else if (said === 'connected' && this.stage === 'connecting') {
      this.stage = 'login';
      socket.send(this.#login);
    } else if (said === 'authenticated' && this.stage === 'login') {
      this.loggedIn();
    }
  }

  private loggedIn(): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.probe(), this.timings.silenceMs);
    this.stage = 'up';
    this.upSince = performance.now();
    this.handlers.up();
  }

  /** Silence is usual at night and looks like a dead connection: a subscription that is made again must be answered. */
  private probe(): void {
    this.watch?.refresh();
    const subscription = this.handlers.probe();
    if (subscription === undefined) return;
    this.request('subscribe', subscription, (outcome) => {
      if (outcome.kind === 'refused') this.restart(outcome.error.message);
    });
  }

  private refused(code: unknown, said: string): void {
    const { scope, error } = streamFailure(code, said);
    // The plan is checked at the login, and again for single channels.
    const ofRequest = scope === 'request' || code === 409;
    if (ofRequest && this.subscriptions.refused(error)) return;
    this.end(error, scope);
  }

  private end(error: DomainError, scope: StreamErrorScope): void {
    const wasUp = this.isUp;
    const socket = this.release();
    if (socket === undefined) return;
    socket.close(1_000);
    const { backoff, stableMs } = this.timings;
    if (wasUp && performance.now() - this.upSince > stableMs) this.attempt = 0;
    const waitMs = scope === 'login' ? backoff.maxMs : backoffMs(this.attempt++, backoff);
    this.notBefore = performance.now() + waitMs;
    this.loginRefusal = scope === 'login' ? error : undefined;
    this.retry = setTimeout(() => this.connect(), waitMs);
    this.subscriptions.lost();
    if (wasUp) this.handlers.down(error.message);
    else this.handlers.failed(error, scope);
  }

  /**
   * Lets go of the connection; its further events are not ours. A peer that is gone never answers the close: its socket
   * then stays with the built-in client until TCP gives it up.
   */
  private release(): WebSocket | undefined {
    const { socket } = this;
    this.socket = undefined;
    clearTimeout(this.watch);
    return socket;
  }
}

/** Why a connection failed, where the client says it. */
function detailOf(event: object): string {
  const { message } = event as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? `: ${message}` : '';
}
