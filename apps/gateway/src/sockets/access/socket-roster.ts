import { DomainError, type ErrorCode } from '@bourseworks/domain';
import { Clock, EventLog, type Timer } from '@bourseworks/ports';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { GatewayConfig } from '../../config/gateway-config.js';
import { SessionDirectory } from '../../sessions/session-directory.js';
import { SocketMetrics } from '../socket-metrics.js';
import { dismiss, type Goodbye } from '../wire/dismiss.js';
import type { SocketIdentity } from './socket-identity.js';

/** A page renews shortly before the end; a network that is slow at that moment costs nobody the socket. */
const GRACE_MS = 3_000;
const LOOK_US = 1_000_000;
/** Sessions that another process ended are noticed at every second look. */
const LOOKS_BETWEEN_POLLS = 2;

/** Who is connected. Closes the sockets of sessions that have ended, and those whose token ran out. */
@Injectable()
export class SocketRoster implements OnModuleInit, OnApplicationShutdown {
  private readonly identities = new Map<Socket, SocketIdentity>();
  private readonly perUser = new Map<string, number>();
  private timer: Timer | undefined;
  private looks = 0;
  private forgetWatch: (() => void) | undefined;

  constructor(
    private readonly directory: SessionDirectory,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly metrics: SocketMetrics,
  ) {}

  onModuleInit(): void {
    this.forgetWatch = this.directory.onChange((userId) => {
      const sockets = [...this.identities].filter(([, identity]) => identity.userId === userId);
      if (sockets.length > 0) void this.closeEnded(new Map(sockets));
    });
  }

  onApplicationShutdown(): void {
    this.forgetWatch?.();
    this.timer?.cancel();
  }

  get size(): number {
    return this.identities.size;
  }

  /** Takes in a socket whose handshake is good. @throws DomainError SOCKET_LIMIT */
  enter(socket: Socket, identity: SocketIdentity): void {
    const key = keyOf(socket, identity);
    const count = this.perUser.get(key) ?? 0;
    if (count >= this.config.socketsPerUser)
      throw new DomainError({ code: 'SOCKET_LIMIT', message: 'you have too many sockets open' });
    this.perUser.set(key, count + 1);
    this.identities.set(socket, identity);
    this.schedule();
  }

  leave(socket: Socket): void {
    const identity = this.identities.get(socket);
    if (identity === undefined) return;
    this.identities.delete(socket);
    const key = keyOf(socket, identity);
    const left = (this.perUser.get(key) ?? 1) - 1;
    if (left > 0) this.perUser.set(key, left);
    else this.perUser.delete(key);
  }

  identityOf(socket: Socket): SocketIdentity | undefined {
    return this.identities.get(socket);
  }

  /** Sessions that have a socket in a namespace. */
  sessionsIn(namespace: string): ReadonlySet<string> {
    const sids = new Set<string>();
    for (const [socket, { sid }] of this.identities) if (socket.nsp.name === namespace) sids.add(sid);
    return sids;
  }

  renew(socket: Socket, identity: SocketIdentity): void {
    if (this.identities.has(socket)) this.identities.set(socket, identity);
  }

  /** Closes a socket with a reason; it counts no more from now on. */
  close(socket: Socket, code: ErrorCode, message: string, goodbye: Goodbye = 'stay'): void {
    const identity = this.identities.get(socket);
    this.metrics.closed(code);
    const { name: namespace } = socket.nsp;
    this.log.info({ event: 'socket.closed', namespace, code, userId: identity?.userId, sid: identity?.sid });
    this.leave(socket);
    dismiss(socket, { code, message }, goodbye);
  }

  closeAll(code: ErrorCode, message: string): void {
    for (const socket of this.identities.keys()) this.close(socket, code, message, 'reconnect');
  }

  private schedule(): void {
    if (this.identities.size === 0) return;
    this.timer ??= this.clock.setTimer(LOOK_US, () => {
      this.timer = undefined;
      this.look();
      this.schedule();
    });
  }

  private look(): void {
    const nowMs = this.clock.nowUs() / 1_000;
    for (const [socket, { expiresAt }] of this.identities)
      if (expiresAt + GRACE_MS <= nowMs) this.close(socket, 'TOKEN_EXPIRED', 'renew the access token before its end');
    if (++this.looks % LOOKS_BETWEEN_POLLS === 0 && this.identities.size > 0) void this.closeEnded(this.identities);
  }

  private async closeEnded(sockets: ReadonlyMap<Socket, SocketIdentity>): Promise<void> {
    try {
      const sids = [...new Set([...sockets.values()].map(({ sid }) => sid))];
      const alive = await this.directory.alive(sids);
      // A session that was not asked about is not dead: sockets may have come in the meantime.
      const dead = new Set(sids.filter((sid) => !alive.has(sid)));
      for (const [socket, { sid }] of this.identities)
        if (dead.has(sid)) this.close(socket, 'SESSION_ENDED', 'the session has ended');
    } catch (error) {
      this.log.error({ event: 'socket.sessions_unread', err: error });
    }
  }
}

function keyOf(socket: Socket, { userId }: SocketIdentity): string {
  return `${socket.nsp.name} ${userId}`;
}
