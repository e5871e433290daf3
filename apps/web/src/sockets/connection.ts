import { io, type Socket } from 'socket.io-client';
import type { SocketAnswer, RenewAnswer, SocketClosing } from '@bourseworks/dto/shapes';
import type { TokenKeeper } from '../session/token-keeper.js';
import type { SocketName, SocketPhase } from '../store/desk-slice.js';

const ANSWER_MS = 8_000;
/** Silence after which the other side is asked whether it is still there, and how long it may take to say so. */
const SILENCE_MS = 5_000;
const ALIVE_MS = 4_000;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 5_000;
/** The token in hand is not good for this connection: that of another session, or one that ended. */
const TOKEN_REFUSED: ReadonlySet<string> = new Set([
  'SIGN_IN_REQUIRED',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'SESSION_ENDED',
]);

export interface ConnectionEvents {
  phase(phase: SocketPhase, reason?: string): void;
  connect(): void;
  disconnect(): void;
}

/**
 * One namespace of the gateway, on a connection of its own: a burst of quotes must not stand in the way of an order's events.
 * Connects again for as long as it is wanted, with a growing, shaken delay, and renews its token.
 */
export class Connection {
  private readonly socket: Socket;
  private readonly watch: ReturnType<typeof setInterval>;
  private readonly stopRenewing: () => void;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private delay = FIRST_RETRY_MS;
  private heardAt = 0;
  private closed = false;

  constructor(
    readonly name: SocketName,
    private readonly tokens: TokenKeeper,
    private readonly events: ConnectionEvents,
  ) {
    this.socket = io(`/${name}`, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      // Ours, for socket.io gives up on a connection that the server refused or ended.
      reconnection: false,
      timeout: ANSWER_MS,
      auth: (answer) =>
        void this.tokens.token().then(
          (token) => answer({ token }),
          () => answer({ token: '' }),
        ),
    });
    this.listen();
    this.watch = setInterval(() => void this.check(), SILENCE_MS / 2);
    window.addEventListener('online', this.woken);
    document.addEventListener('visibilitychange', this.woken);
    this.stopRenewing = tokens.onChange((change) => {
      if (change.type === 'granted' && this.connected) void this.renew(change.grant.accessToken);
    });
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  on(event: string, listener: (payload: never) => void): void {
    this.socket.on(event, listener as (payload: unknown) => void);
  }

  once(event: string, listener: () => void): void {
    this.socket.once(event, listener);
  }

  open(): void {
    this.events.phase('connecting');
    this.socket.connect();
  }

  request(event: string, body?: unknown): Promise<unknown> {
    const asked = this.socket.timeout(ANSWER_MS);
    return body === undefined ? asked.emitWithAck(event) : asked.emitWithAck(event, body);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.watch);
    clearTimeout(this.retry);
    window.removeEventListener('online', this.woken);
    document.removeEventListener('visibilitychange', this.woken);
    this.stopRenewing();
    this.socket.disconnect();
  }

  private listen(): void {
    const { socket } = this;
    socket.onAny(() => {
      this.heardAt = Date.now();
    });
    socket.on('connect', () => {
      this.heardAt = Date.now();
      this.delay = FIRST_RETRY_MS;
      this.events.phase('up');
      this.events.connect();
    });
    socket.on('disconnect', (reason) => this.lost(reason));
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      // A session that is over is told by the refresh, and ends here too.
      if (TOKEN_REFUSED.has(error.data?.code ?? '')) void this.tokens.refresh().catch(() => undefined);
      this.lost(error.data?.code ?? error.message);
    });
    socket.on('closing', ({ code, message }: SocketClosing) => this.events.phase('down', `${code}: ${message}`));
  }

  private lost(reason: string): void {
    if (this.closed) return;
    this.events.phase('down', reason);
    this.events.disconnect();
    clearTimeout(this.retry);
    this.retry = setTimeout(
      () => {
        this.retry = undefined;
        this.socket.connect();
      },
      this.delay * (0.5 + Math.random()),
    );
    this.delay = Math.min(this.delay * 2, LAST_RETRY_MS);
  }

  private async renew(token: string): Promise<void> {
    try {
      this.settle((await this.request('renew', { token })) as SocketAnswer<RenewAnswer>);
    } catch {
      // The connection is going, or gone; the next one takes the new token along.
    }
  }

  /** Another tab may have signed in anew: this connection is the old session's, and the next one has the new token. */
  private settle(answer: SocketAnswer<RenewAnswer>): void {
    if (!answer.ok && TOKEN_REFUSED.has(answer.code)) this.socket.disconnect();
  }

  /** A cable that is pulled out says nothing: the browser would notice after most of a minute. */
  private async check(): Promise<void> {
    if (!this.connected || Date.now() - this.heardAt < SILENCE_MS) return;
    const token = this.tokens.grant?.accessToken;
    if (token === undefined) return;
    try {
      const answer = await this.socket.timeout(ALIVE_MS).emitWithAck('renew', { token });
      this.heardAt = Date.now();
      this.settle(answer as SocketAnswer<RenewAnswer>);
    } catch {
      if (this.connected && Date.now() - this.heardAt >= SILENCE_MS) this.socket.disconnect();
    }
  }

  /** A laptop that was asleep, or a network that is back: not after the longest delay, but now. */
  private readonly woken = (): void => {
    if (document.hidden) return;
    if (this.connected) void this.check();
    else if (this.retry !== undefined) {
      clearTimeout(this.retry);
      this.retry = undefined;
      this.socket.connect();
    }
  };
}
