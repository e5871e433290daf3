import { sessionLeaseTopic, type LeaseHeartbeatShape } from '@bourseworks/dto/shapes';
import { Clock, EventLog, type Timer } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PlatformBus } from '../../bus/platform-bus.js';
import { GatewayConfig } from '../../config/gateway-config.js';
import { SocketRoster } from '../access/socket-roster.js';
import { ORDERS_NAMESPACE } from './orders-namespace.js';

/** Two may be lost before the time of one is over. */
const BEATS_PER_TTL = 3;

/**
 * Tells the OMS which sessions have somebody before a screen. The orders of one that is heard of no more, because its last
 * socket is gone or this process is, are cancelled. A session that never had a socket hangs on nothing.
 */
@Injectable()
export class SessionHeartbeats implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly epoch: number;
  private sequence = 0;
  private timer: Timer | undefined;
  private lost = 0;

  constructor(
    private readonly config: GatewayConfig,
    private readonly roster: SocketRoster,
    private readonly bus: PlatformBus,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.epoch = clock.nowUs();
  }

  onApplicationBootstrap(): void {
    if (this.config.sessionLeaseSeconds > 0) this.beat();
  }

  beforeApplicationShutdown(): void {
    this.timer?.cancel();
  }

  private beat(): void {
    const ttlUs = this.config.sessionLeaseSeconds * 1_000_000;
    for (const session of this.roster.sessionsIn(ORDERS_NAMESPACE)) this.send(session, ttlUs);
    this.timer = this.clock.setTimer(Math.floor(ttlUs / BEATS_PER_TTL), () => this.beat());
  }

  private send(session: string, ttlUs: number): void {
    const body: LeaseHeartbeatShape = { session, ttlUs, epoch: this.epoch, sequence: ++this.sequence };
    if (this.bus.publish(sessionLeaseTopic(session), body)) return;
    if (this.lost++ % 100 === 0) this.log.warn({ event: 'heartbeat.lost', session });
  }
}
