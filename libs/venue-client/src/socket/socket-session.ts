import { WebSocket, type RawData } from 'ws';
import { SeededRng, type Clock, type Rng, type Timer } from '@bourseworks/ports';
import { backoffMs, DEFAULT_BACKOFF, type BackoffOptions } from '../backoff.js';
import { LOGIN_PAUSE_MS } from '../login.js';

/** Why an attempt, or a connection, ended. After an authentication fault that is `final` no other attempt follows. */
export interface SocketFault {
  readonly kind: 'connection' | 'authentication';
  readonly reason: string;
  readonly final: boolean;
}

export interface SocketHandlers {
  /** The connection is open: say hello, log in; then `session.ready()`. Without this handler it is up once it is open. */
  opened?(): void;
  /** Logged in; everything is to be subscribed anew. */
  up(): void;
  /** The connection, which was up, is gone. Another attempt follows by itself, unless `fault.final`. */
  down(reason: string, fault: SocketFault): void;
  /** An attempt came to nothing before it was up. */
  failed?(fault: SocketFault): void;
  /** A message: a text, or bytes where the protocol has them. What it throws ends the connection, to begin anew. */
  message(data: string | Buffer): void;
}

export interface SocketOptions {
  /** ws or wss; asked anew for every attempt, so that it can carry a key that is fetched first. */
  readonly url: () => string | Promise<string>;
  readonly clock: Clock;
  readonly rng?: Rng;
  readonly backoff?: BackoffOptions;
  /** From the attempt to `ready`, milliseconds. Default 10 000. */
  readonly loginMs?: number;
  /** Silence after which the connection is dead though nobody said so, milliseconds; pings and pongs are no silence. */
  readonly silenceMs?: number;
  /** How often we ping, milliseconds; default: not at all. */
  readonly pingMs?: number;
  /** The connection is made anew at this age, milliseconds: before the venue cuts it. */
  readonly maxAgeMs?: number;
  /** Only a connection that was up this long makes the next wait short again. Default 2 000. */
  readonly stableMs?: number;
  /** Wait after a refused login, milliseconds. Default 60 000. */
  readonly authRetryMs?: number;
  /** Refused logins in a row after which there is no other attempt. Default 3. */
  readonly maxAuthFailures?: number;
  /** Largest message, bytes. Default 16 MB. */
  readonly maxPayload?: number;
  /** Bytes that may wait to be sent; beyond this the connection ends. Default 16 MB. */
  readonly maxBuffered?: number;
  /** Binary frames carry text too. Otherwise they come as bytes. */
  readonly binaryIsText?: boolean;
  /** Texts come as the bytes that were received, for whoever reads them without making a string. */
  readonly textAsBytes?: boolean;
  /**
   * Whoever awaits an answer acts on it before the next message is handled. Costs a turn of the event loop each: for
   * orders, not for market data.
   */
  readonly oneAtATime?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A WebSocket that is made anew for as long as it is wanted, whatever is spoken over it: login, watch over silence, waits
 * with backoff and jitter. A refused login is not repeated at once, and not for ever: it would lock the account.
 */
export class SocketSession {
  private socket: WebSocket | undefined;
  private stage: 'idle' | 'connecting' | 'up' | 'stopped' = 'idle';
  private attempt = 0;
  private authFailures = 0;
  private upSinceUs = 0;
  private generation = 0;
  private silenceMs: number | undefined;
  private heardUs = 0;
  private retry: Timer | undefined;
  private login: Timer | undefined;
  private watch: Timer | undefined;
  private ping: Timer | undefined;
  private age: Timer | undefined;
  private readonly clock: Clock;
  private readonly rng: Rng;

  constructor(
    private readonly options: SocketOptions,
    private readonly handlers: SocketHandlers,
  ) {
    this.clock = options.clock;
    this.rng = options.rng ?? new SeededRng(options.clock.nowUs());
    this.silenceMs = options.silenceMs;
  }

  get connected(): boolean {
    return this.stage === 'up';
  }

  /** Begins to connect; does nothing when it did before. After a final fault it begins anew. */
  start(): void {
    if (this.stage !== 'idle') return;
    this.authFailures = 0;
    this.attempt = 0;
    this.connect();
  }

  /** The protocol's login is done. */
  ready(): void {
    if (this.stage !== 'connecting' || this.socket === undefined) return;
    this.login?.cancel();
    this.stage = 'up';
    this.authFailures = 0;
    this.upSinceUs = this.clock.monotonicUs();
    const { maxAgeMs, pingMs } = this.options;
    if (maxAgeMs !== undefined)
      this.age = this.timer(maxAgeMs, () => this.restart('the connection has reached its age'));
    if (pingMs !== undefined) this.pingEvery(pingMs);
    this.handlers.up();
  }

  /** The venue refuses the login. So does one that answers the connection with status 401. */
  authenticationFailed(reason: string): void {
    this.end('authentication', reason);
  }

  /** Another bound of silence, where the venue announces its heartbeat; milliseconds. */
  expectWithin(silenceMs: number): void {
    this.silenceMs = silenceMs;
    if (this.socket !== undefined) this.watchSilence();
  }

  /** Sends a text, or an object as JSON. False when there is no open connection: then it was not sent. */
  send(message: string | object): boolean {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return false;
    if (socket.bufferedAmount > (this.options.maxBuffered ?? 16 * 1_024 * 1_024)) {
      this.restart('the venue takes nothing any more');
      return false;
    }
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return true;
  }

  /**
   * Ends the connection to begin anew, because what came over it, or did not, cannot be right. `leastMs`: the next attempt is
   * not made before, where a venue wants to be left alone; milliseconds.
   */
  restart(reason: string, leastMs = 0): void {
    this.end('connection', reason, leastMs);
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    if (this.stage === 'stopped') return;
    const wasUp = this.stage === 'up';
    const socket = this.release();
    this.stage = 'stopped';
    this.retry?.cancel();
    if (socket !== undefined) leave(socket, this.clock);
    if (wasUp) this.handlers.down('closed', { kind: 'connection', reason: 'closed', final: true });
  }

  private connect(): void {
    this.retry = undefined;
    this.stage = 'connecting';
    const generation = ++this.generation;
    const { loginMs = 10_000, url } = this.options;
    this.login = this.timer(loginMs, () => this.restart(`no login in ${loginMs} ms`));
    const failed = (error: unknown) => {
      if (generation === this.generation) this.restart(messageOf(error));
    };
    try {
      const address = url();
      // Without a promise the socket is there when `start` returns.
      if (typeof address === 'string') this.open(address);
      else address.then((text) => generation === this.generation && this.open(text)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  private open(url: string): void {
    const { oneAtATime = false, maxPayload = 16 * 1_024 * 1_024, headers } = this.options;
    const options = { maxPayload, perMessageDeflate: false, allowSynchronousEvents: !oneAtATime, headers };
    const socket = new WebSocket(url, options);
    let reason = 'the connection was closed';
    this.socket = socket;
    const heard = () => (this.heardUs = this.clock.monotonicUs());
    socket.on('error', (error) => (reason = error.message));
    socket.on('close', (code, text) => {
      if (socket === this.socket) this.restart(text.length > 0 ? `${code} ${text.toString().slice(0, 200)}` : reason);
    });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      if (socket !== this.socket) return;
      const said = `the venue answers with status ${statusCode}`;
      if (statusCode === UNAUTHORIZED) this.authenticationFailed(said);
      else this.restart(said);
    });
    socket.on('ping', heard);
    socket.on('pong', heard);
    socket.on('message', (data: RawData, binary: boolean) => this.receive(socket, data as Buffer, binary));
    socket.on('open', () => {
      if (socket !== this.socket) return;
      this.watchSilence();
      if (this.handlers.opened === undefined) this.ready();
      else this.handlers.opened();
    });
  }

  private receive(socket: WebSocket, data: Buffer, binary: boolean): void {
    // What a connection that was given up still says belongs to nobody.
    if (socket !== this.socket) return;
    this.heardUs = this.clock.monotonicUs();
    try {
      const { binaryIsText = false, textAsBytes = false } = this.options;
      this.handlers.message(textAsBytes || (binary && !binaryIsText) ? data : data.toString());
    } catch (error) {
      if (socket === this.socket) this.restart(messageOf(error));
    }
  }

  private end(kind: SocketFault['kind'], reason: string, leastMs = 0): void {
    if (this.stage !== 'connecting' && this.stage !== 'up') return;
    const wasUp = this.stage === 'up';
    const {
      stableMs = 2_000,
      maxAuthFailures = 3,
      authRetryMs = LOGIN_PAUSE_MS,
      backoff = DEFAULT_BACKOFF,
    } = this.options;
    this.release()?.terminate();
    if (wasUp && this.clock.monotonicUs() - this.upSinceUs > stableMs * 1_000) this.attempt = 0;
    if (kind === 'authentication') this.authFailures++;
    const final = kind === 'authentication' && this.authFailures >= maxAuthFailures;
    this.stage = final ? 'idle' : 'connecting';
    if (!final) {
      const waitMs =
        kind === 'authentication' ? authRetryMs : Math.max(leastMs, backoffMs(this.attempt++, backoff, this.rng));
      this.retry = this.timer(waitMs, () => this.connect());
    }
    const fault: SocketFault = { kind, reason, final };
    if (wasUp) this.handlers.down(reason, fault);
    else this.handlers.failed?.(fault);
  }

  /** Lets go of the connection; its further events are not ours. */
  private release(): WebSocket | undefined {
    const { socket } = this;
    this.socket = undefined;
    this.generation++;
    for (const timer of [this.login, this.watch, this.ping, this.age, this.retry]) timer?.cancel();
    return socket;
  }

  /** One timer however many messages come: it looks at what was heard when it fires. */
  private watchSilence(): void {
    this.watch?.cancel();
    this.heardUs = this.clock.monotonicUs();
    this.silenceCheck(this.silenceMs);
  }

  private silenceCheck(leftMs: number | undefined): void {
    if (leftMs === undefined) return;
    this.watch = this.timer(leftMs, () => {
      const silenceMs = this.silenceMs ?? leftMs;
      const quietMs = (this.clock.monotonicUs() - this.heardUs) / 1_000;
      if (quietMs >= silenceMs) this.restart('the venue fell silent');
      else this.silenceCheck(Math.max(1, silenceMs - quietMs));
    });
  }

  private pingEvery(pingMs: number): void {
    this.ping = this.timer(pingMs, () => {
      if (this.socket?.readyState === WebSocket.OPEN) this.socket.ping();
      this.pingEvery(pingMs);
    });
  }

  private timer(ms: number, callback: () => void): Timer {
    return this.clock.setTimer(ms * 1_000, callback);
  }
}

const GOODBYE_US = 1_000_000;
const UNAUTHORIZED = 401;

/** A peer that is gone never answers the close: then the socket is cut. */
function leave(socket: WebSocket, clock: Clock): void {
  if (socket.readyState !== WebSocket.OPEN) {
    socket.terminate();
    return;
  }
  const timer = clock.setTimer(GOODBYE_US, () => socket.terminate());
  socket.once('close', () => timer.cancel());
  socket.close();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
