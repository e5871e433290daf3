import { EventEmitter } from 'node:events';
import type solace from 'solclientjs';
import { TransportError, type TransportErrorCode } from '../errors.js';
import {
  resolveSessionOptions,
  toSessionProperties,
  type ResolvedSessionOptions,
  type SolaceSessionOptions,
} from './session-options.js';
import { sessionLogger } from './session-log.js';
import { solclient, subcodeOf } from './solclient.js';

/** DOWN before the first connect, after a refused one, and after close. */
export type SessionStatus = 'CONNECTING' | 'UP' | 'RECONNECTING' | 'DOWN';

export interface SolaceSessionEvents {
  status: [status: SessionStatus];
  /** Publishing is possible again: after TRANSPORT_FULL, and whenever the session comes up. */
  drain: [];
  /** The broker refused a message that was already sent (rights). */
  rejected: [reason: string];
  /** The last one: the session was closed. */
  closed: [];
}

/** Bound of waiters a process may reasonably have; Node warns beyond it, which then is a leak. */
const MAX_LISTENERS = 1_000;

/** Life of the connection: connect, status, back-pressure, close. */
export abstract class SessionConnection extends EventEmitter<SolaceSessionEvents> {
  protected readonly logger = sessionLogger('SolaceSession');
  protected readonly options: ResolvedSessionOptions;
  protected readonly native: solace.Session;
  /** Set by a refusal of the send buffer, cleared by `drain`. */
  protected full = false;

  private current: SessionStatus = 'DOWN';
  private connecting: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private settleConnect: ((error?: TransportError) => void) | undefined;

  /** @throws OperationError of the client when an option has an impossible value */
  constructor(options: SolaceSessionOptions) {
    super();
    this.setMaxListeners(MAX_LISTENERS);
    this.options = resolveSessionOptions(options);
    this.native = solclient().SolclientFactory.createSession(toSessionProperties(this.options));
    this.listen();
  }

  /** Called whenever a login succeeded: the inbox is new. */
  protected abstract onLogin(): void;
  /** Called when the connection was lost or closed: nothing in flight will be answered. */
  protected abstract onLoss(closed: boolean, reason: string): void;

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
   * Resolves when the session is up; calls share one attempt. A failed attempt may be repeated.
   * @throws TransportError CONNECT_FAILED, LOGIN_REFUSED, TRANSPORT_CLOSED
   */
  connect(): Promise<void> {
    if (this.isClosed) return Promise.reject(TransportError.of('TRANSPORT_CLOSED', 'the session was closed'));
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
    if (this.isClosed) throw TransportError.of('TRANSPORT_CLOSED', 'the session was closed');
  }

  private open(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.settleConnect = (error) => {
        this.settleConnect = undefined;
        if (error === undefined) return resolve();
        // A rejected attempt must not be cached, or a service could never connect again.
        this.connecting = undefined;
        this.setStatus('DOWN');
        reject(error);
      };
      this.setStatus('CONNECTING');
      try {
        this.native.connect();
      } catch (error) {
        this.settleConnect(TransportError.of('CONNECT_FAILED', reasonOf(error), error));
      }
    });
  }

  private listen(): void {
    const codes = solclient().SessionEventCode;
    this.native.on(codes.UP_NOTICE, () => this.up());
    this.native.on(codes.RECONNECTED_NOTICE, () => this.up());
    this.native.on(codes.RECONNECTING_NOTICE, (event) => this.lost('RECONNECTING', event.infoStr));
    this.native.on(codes.DOWN_ERROR, (error) => this.lost('DOWN', reasonOf(error)));
    this.native.on(codes.CONNECT_FAILED_ERROR, (error) => this.connectFailed(error));
    this.native.on(codes.CAN_ACCEPT_DATA, () => this.drained());
    this.native.on(codes.DISCONNECTED, () => this.disconnected());
    this.native.on('error', (error: unknown) =>
      this.logger.error(`a listener of the session failed: ${reasonOf(error)}`),
    );
  }

  private up(): void {
    this.onLogin();
    this.setStatus('UP');
    this.settleConnect?.();
    this.drained();
  }

  private drained(): void {
    this.full = false;
    this.emit('drain');
  }

  private lost(status: SessionStatus, reason: string): void {
    this.full = false;
    this.setStatus(status);
    if (!this.isClosed) this.logger.warn(`connection to the broker lost: ${reason}`);
    this.onLoss(false, reason);
  }

  private connectFailed(error: solace.OperationError): void {
    const code = subcodeOf(error) === solclient().ErrorSubcode.LOGIN_FAILURE ? 'LOGIN_REFUSED' : 'CONNECT_FAILED';
    this.settleConnect?.(TransportError.of(code, reasonOf(error), error));
  }

  private disconnected(): void {
    // Without this an established session that the client gave up on would look alive, and connect() would do nothing.
    this.connecting = undefined;
    this.settleConnect?.(TransportError.of('CONNECT_FAILED', 'the connection was closed'));
    if (this.status !== 'DOWN') this.lost('DOWN', 'disconnected');
  }

  private setStatus(status: SessionStatus): void {
    if (status === this.status) return;
    this.current = status;
    this.emit('status', status);
  }

  private whenDrained(timeoutMs: number, code: TransportErrorCode): Promise<void> {
    if (this.isClosed) return Promise.reject(TransportError.of('TRANSPORT_CLOSED', 'the session was closed'));
    return new Promise((resolve, reject) => {
      const settle = (error?: TransportError) => {
        clearTimeout(timer);
        this.off('drain', onDrain);
        this.off('status', onStatus);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onDrain = () => settle();
      const onStatus = () => {
        if (this.isClosed) settle(TransportError.of('TRANSPORT_CLOSED', 'the session was closed'));
      };
      const timer = setTimeout(() => settle(TransportError.of(code, `not ready within ${timeoutMs} ms`)), timeoutMs);
      this.on('drain', onDrain);
      this.on('status', onStatus);
    });
  }

  private async shut(): Promise<void> {
    // The next turn, so that isClosed is true for everything that the loss below wakes.
    await Promise.resolve();
    this.onLoss(true, 'the session was closed');
    try {
      if (this.status !== 'DOWN') await this.disconnect();
      this.native.dispose();
    } catch (error) {
      this.logger.warn(`closing the session: ${reasonOf(error)}`);
    }
    this.settleConnect?.(TransportError.of('TRANSPORT_CLOSED', 'the session was closed'));
    this.setStatus('DOWN');
    this.emit('closed');
    this.removeAllListeners();
  }

  private disconnect(): Promise<void> {
    const { DISCONNECTED } = solclient().SessionEventCode;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.closeTimeoutMs);
      this.native.on(DISCONNECTED, () => {
        clearTimeout(timer);
        resolve();
      });
      this.native.disconnect();
    });
  }
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    const { infoStr, message } = error as { infoStr?: unknown; message?: unknown };
    if (typeof infoStr === 'string' && infoStr !== '') return infoStr;
    if (typeof message === 'string' && message !== '') return message;
  }
  return String(error);
}
