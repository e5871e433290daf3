import { EventEmitter } from 'node:events';
import type solace from 'solclientjs';
import { TransportError, type TransportErrorCode } from '../errors.js';
import { nextToken } from './authentication.js';
import { Backoff } from './backoff.js';
import { resolveSessionOptions, type ResolvedSessionOptions, type SolaceSessionOptions } from './session-options.js';
import { toSessionProperties } from './session-properties.js';
import { sessionLogger } from './session-log.js';
import { solclient, subcodeOf } from './solclient.js';

/** DOWN before the first connect, after a refused one, when reconnecting was given up, and after close. */
export type SessionStatus = 'CONNECTING' | 'UP' | 'RECONNECTING' | 'DOWN';

export interface SolaceSessionEvents {
  status: [status: SessionStatus];
  /** Publishing is possible again: after TRANSPORT_FULL, and whenever the session comes up. */
  drain: [];
  /** The broker refused a message that was already sent (rights). */
  rejected: [reason: string];
  /** The broker dropped messages for this slow client before one on this topic; any subscription may have a hole. */
  gap: [topic: string];
  /** The publisher of guaranteed messages changed its status; it has a connection of its own. */
  publisher: [status: SessionStatus];
  /** Guaranteed publishing is possible again after TRANSPORT_FULL. */
  publisherDrain: [];
  /** The last one: the session was closed. */
  closed: [];
}

/** Bound of waiters a process may reasonably have; Node warns beyond it, which then is a leak. */
const MAX_LISTENERS = 1_000;

/** What an attempt may take beyond the time-outs of its hosts before the client is taken to hang. */
const ATTEMPT_GRACE_MS = 10_000;

/** Over WebSockets the client tells that its buffer is full and never that it has room again: it is tried after this. */
const PROBE_MS = 20;

/** Life of the connection: connect, reconnect with growing pauses, status, back-pressure, close. */
export abstract class SessionConnection extends EventEmitter<SolaceSessionEvents> {
  protected readonly logger = sessionLogger('SolaceSession');
  protected readonly options: ResolvedSessionOptions;
  protected readonly native: solace.Session;
  /** Set by a refusal of the send buffer, cleared by `drain`. */
  protected full = false;
  private probe: NodeJS.Timeout | undefined;

  private current: SessionStatus = 'DOWN';
  private connecting: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private settleAttempt: ((failure?: TransportError) => void) | undefined;
  private endPause: (() => void) | undefined;
  private readonly backoff: Backoff;
  private lastPauseMs = 0;
  private upSince = 0;

  /** @throws TransportError BAD_SESSION_OPTION */
  constructor(
    options: SolaceSessionOptions,
    adjust: (to: solace.SessionProperties) => solace.SessionProperties = same,
  ) {
    super();
    this.setMaxListeners(MAX_LISTENERS);
    this.options = resolveSessionOptions(options);
    this.backoff = new Backoff(this.options.reconnectRetryWaitMs, this.options.reconnectMaxWaitMs);
    this.native = this.create(adjust(toSessionProperties(this.options)));
    this.listen();
  }

  /** Largest payload that it sends, and that handlers of its messages read. */
  get maxPayloadBytes(): number {
    return this.options.maxPayloadBytes;
  }

  /** Called whenever a login succeeded: the inbox is new. */
  protected abstract onLogin(): void;
  /** Called when the connection was lost or closed: nothing in flight will be answered. */
  protected abstract onLoss(closed: boolean, reason: string): void;
  /** Called for each failed attempt to connect. */
  protected onFailure(_failure: TransportError): void {
    // Most have nothing to do with it.
  }
  /** Called at close while the connection still is as it was; bounded by `closeTimeoutMs`. */
  protected beforeDisconnect(): Promise<void> {
    return Promise.resolve();
  }

  get status(): SessionStatus {
    return this.current;
  }

  get isClosed(): boolean {
    return this.closing !== undefined;
  }

  /** The session of the client library. */
  unwrap(): solace.Session {
    return this.native;
  }

  /**
   * Resolves when the session is up; calls share one attempt. After a failure, and after reconnecting was given up, it may
   * be repeated. A session that reconnects needs no call: it resolves at once, and `whenUp` waits.
   * @throws TransportError CONNECT_FAILED, LOGIN_REFUSED, TOKEN_UNAVAILABLE, TRANSPORT_CLOSED
   */
  connect(): Promise<void> {
    if (this.isClosed) return Promise.reject(closedError());
    if (this.status === 'UP' || this.status === 'RECONNECTING') return Promise.resolve();
    return (this.connecting ??= this.open());
  }

  /** Resolves at once, or when the session is up. @throws TransportError TRANSPORT_DOWN, TRANSPORT_CLOSED */
  whenUp(timeoutMs: number): Promise<void> {
    return this.status === 'UP' ? Promise.resolve() : this.whenDrained(timeoutMs, 'TRANSPORT_DOWN');
  }

  /** Resolves at once, or when a full or lost session takes data again. @throws TransportError TRANSPORT_FULL, … */
  whenWritable(timeoutMs: number = this.options.subscribeTimeoutMs): Promise<void> {
    if (this.status === 'UP' && !this.full) return Promise.resolve();
    return this.whenDrained(timeoutMs, this.full ? 'TRANSPORT_FULL' : 'TRANSPORT_DOWN');
  }

  /**
   * Stops intake, fails what is in flight with TRANSPORT_CLOSED, sends what is buffered and disconnects. Never rejects and
   * ends within closeTimeoutMs: a throwing close would keep the shutdown hooks of an application from running.
   */
  close(): Promise<void> {
    return (this.closing ??= this.shut());
  }

  protected assertOpen(): void {
    if (this.isClosed) throw closedError();
  }

  private create(properties: solace.SessionProperties): solace.Session {
    try {
      return solclient().SolclientFactory.createSession(properties);
    } catch (error) {
      throw TransportError.of('BAD_SESSION_OPTION', reasonOf(error), error);
    }
  }

  private async open(): Promise<void> {
    const { connectRetries } = this.options;
    this.setStatus('CONNECTING');
    const failure = await this.rounds(connectRetries < 0 ? -1 : connectRetries + 1, false);
    // A rejected attempt must not be cached, or a service could never connect again.
    this.connecting = undefined;
    if (failure === undefined) return;
    this.setStatus('DOWN');
    throw failure;
  }

  private async recover(): Promise<void> {
    const failure = await this.rounds(this.options.reconnectRetries, true);
    if (failure === undefined || this.isClosed) return;
    this.logger.error(`reconnecting was given up: ${failure.message}`);
    this.setStatus('DOWN');
  }

  /** Goes through the hosts so many times, -1 for ever, with growing pauses. @returns why it gave up */
  private async rounds(count: number, pauseFirst: boolean): Promise<TransportError | undefined> {
    let failure = TransportError.of('CONNECT_FAILED', 'the connection was lost');
    for (let n = 0; count < 0 || n < count; n++) {
      if (n > 0 || pauseFirst) await this.pause();
      const outcome = this.isClosed ? closedError() : await this.attempt();
      if (outcome === undefined || this.isClosed) return outcome;
      failure = outcome;
      this.onFailure(failure);
      // One line for each doubling: an outage of days must not fill the log. Who waits for a first connection gets the error.
      const level = pauseFirst || count < 0 ? 'warn' : 'debug';
      if (Number.isInteger(Math.log2(n + 1))) this.logger[level](`attempt ${n + 1} to connect: ${failure.message}`);
    }
    return failure;
  }

  private pause(): Promise<void> {
    this.lastPauseMs = this.backoff.next();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.endPause = undefined;
        resolve();
      };
      const timer = setTimeout(end, this.lastPauseMs);
      this.endPause = end;
    });
  }

  /** One round through the hosts. @returns why it failed */
  private async attempt(): Promise<TransportError | undefined> {
    try {
      await this.renewToken();
    } catch (error) {
      return error as TransportError;
    }
    if (this.isClosed) return closedError();
    const hosts = typeof this.options.url === 'string' ? 1 : this.options.url.length;
    return new Promise((resolve) => {
      this.settleAttempt = (failure) => {
        clearTimeout(watchdog);
        this.settleAttempt = undefined;
        resolve(failure);
      };
      const longest = hosts * this.options.connectTimeoutMs + ATTEMPT_GRACE_MS;
      const watchdog = setTimeout(() => this.abandonAttempt(), longest);
      try {
        this.native.connect();
      } catch (error) {
        this.settleAttempt(TransportError.of('CONNECT_FAILED', reasonOf(error), error));
      }
    });
  }

  private async renewToken(): Promise<void> {
    const token = await nextToken(this.options.authentication, this.options.connectTimeoutMs);
    if (token === undefined || this.isClosed) return;
    // Both are named, so that a token that is not given any more does not stay from the login before.
    this.native.updateAuthenticationOnReconnect({ accessToken: token.accessToken, idToken: token.idToken });
  }

  private abandonAttempt(): void {
    try {
      this.native.disconnect();
    } catch (error) {
      this.logger.warn(`an attempt that does not end: ${reasonOf(error)}`);
    }
    this.settleAttempt?.(TransportError.of('CONNECT_FAILED', 'the attempt did not end'));
  }

  private listen(): void {
    const codes = solclient().SessionEventCode;
    this.native.on(codes.UP_NOTICE, () => this.up());
    this.native.on(codes.DOWN_ERROR, (error) => this.lost(reasonOf(error)));
    this.native.on(codes.CONNECT_FAILED_ERROR, (error) => this.connectFailed(error));
    this.native.on(codes.CAN_ACCEPT_DATA, () => this.drained());
    this.native.on(codes.DISCONNECTED, () => this.lost('disconnected'));
    this.native.on('error', (error: unknown) =>
      this.logger.error(`a listener of the session failed: ${reasonOf(error)}`),
    );
  }

  private up(): void {
    this.upSince = performance.now();
    this.onLogin();
    this.setStatus('UP');
    this.settleAttempt?.();
    this.drained();
  }

  protected becomeFull(): void {
    this.full = true;
    if ([this.options.url].flat().every((url) => url.startsWith('tcp'))) return;
    this.probe ??= setTimeout(() => {
      this.probe = undefined;
      if (this.full && !this.isClosed) this.drained();
    }, PROBE_MS);
  }

  private drained(): void {
    this.full = false;
    this.emit('drain');
  }

  private lost(reason: string): void {
    this.settleAttempt?.(TransportError.of('CONNECT_FAILED', reason));
    if (this.status !== 'UP') return;
    // A connection that holds shorter than it was waited for is no success: the pauses go on growing.
    if (performance.now() - this.upSince > this.lastPauseMs) this.backoff.reset();
    this.full = false;
    const retries = this.isClosed ? 0 : this.options.reconnectRetries;
    this.setStatus(retries === 0 ? 'DOWN' : 'RECONNECTING');
    if (!this.isClosed) this.logger.warn(`connection to the broker lost: ${reason}`);
    this.onLoss(false, reason);
    if (retries !== 0) void this.recover();
  }

  private connectFailed(error: solace.OperationError): void {
    const code = subcodeOf(error) === solclient().ErrorSubcode.LOGIN_FAILURE ? 'LOGIN_REFUSED' : 'CONNECT_FAILED';
    this.settleAttempt?.(TransportError.of(code, reasonOf(error), error));
  }

  private setStatus(status: SessionStatus): void {
    if (status === this.status) return;
    this.current = status;
    this.emit('status', status);
  }

  private whenDrained(timeoutMs: number, code: TransportErrorCode): Promise<void> {
    return this.whenTold('drain', timeoutMs, code);
  }

  /** Resolves at the next event of that name. @throws (rejects) the code after the time-out; TRANSPORT_CLOSED */
  protected whenTold(event: 'drain' | 'publisherDrain', timeoutMs: number, code: TransportErrorCode): Promise<void> {
    if (this.isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const settle = (error?: TransportError) => {
        clearTimeout(timer);
        this.off(event, onEvent);
        this.off('closed', onClosed);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onEvent = () => settle();
      const onClosed = () => settle(closedError());
      const timer = setTimeout(() => settle(TransportError.of(code, `not ready within ${timeoutMs} ms`)), timeoutMs);
      this.on(event, onEvent);
      this.on('closed', onClosed);
    });
  }

  private async shut(): Promise<void> {
    // The next turn, so that isClosed is true for everything that the loss below wakes.
    await Promise.resolve();
    const { closeTimeoutMs } = this.options;
    const deadline = performance.now() + closeTimeoutMs;
    try {
      this.onLoss(true, 'the session was closed');
      await this.beforeDisconnect();
      const active = this.status === 'UP' || this.settleAttempt !== undefined;
      if (active) await this.disconnect(Math.max(50, deadline - performance.now()));
      this.native.dispose();
    } catch (error) {
      this.logger.warn(`closing the session: ${reasonOf(error)}`);
    }
    this.settleAttempt?.(closedError());
    this.endPause?.();
    clearTimeout(this.probe);
    this.setStatus('DOWN');
    this.emit('closed');
    this.removeAllListeners();
  }

  private disconnect(timeoutMs: number): Promise<void> {
    const { DISCONNECTED } = solclient().SessionEventCode;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.native.on(DISCONNECTED, () => {
        clearTimeout(timer);
        resolve();
      });
      this.native.disconnect();
    });
  }
}

const same = (properties: solace.SessionProperties): solace.SessionProperties => properties;

function closedError(): TransportError {
  return TransportError.of('TRANSPORT_CLOSED', 'the session was closed');
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    const { infoStr, message } = error as { infoStr?: unknown; message?: unknown };
    if (typeof infoStr === 'string' && infoStr !== '') return infoStr;
    if (typeof message === 'string' && message !== '') return message;
  }
  return String(error);
}
