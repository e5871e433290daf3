import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { LeaseHeartbeat, PATTERNS, sessionLeaseTopic, strategyLeaseTopic } from '@bourseworks/dto';
import { MANUAL } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { SolaceContext, SolaceEventPattern } from '@bourseworks/solace-transport';
import { Leases, type Heartbeat } from './leases.js';

/** Shorter ones would expire in every pause of a process. */
const MIN_TTL_US = 100_000;

function heartbeatOf(topic: string, beat: LeaseHeartbeat): Heartbeat | undefined {
  const { account, strategy, session, ttlUs, epoch, sequence } = beat;
  if (ttlUs !== 0 && ttlUs < MIN_TTL_US) return undefined;
  const order = { ttlUs, epoch, sequence };
  if (session !== undefined) {
    const isOwn = account === undefined && strategy === undefined && topic === sessionLeaseTopic(session);
    return isOwn ? { holder: 'session', account: '', id: session, ...order } : undefined;
  }
  // Orders of people hang on their sessions: all of them on one heartbeat is what nobody means.
  if (account === undefined || strategy === undefined || strategy === MANUAL) return undefined;
  // The topic is what the broker's access rules look at: a body that says otherwise would go around them.
  return topic === strategyLeaseTopic(account, strategy)
    ? { holder: 'strategy', account, id: strategy, ...order }
    : undefined;
}

/** Signs of life of strategies and sessions. */
@Controller()
export class LeaseController {
  private refused = 0;

  constructor(
    private readonly leases: Leases,
    private readonly log: EventLog,
  ) {}

  @SolaceEventPattern(PATTERNS.strategyLeases)
  strategy(@Payload() beat: LeaseHeartbeat, @Ctx() context: SolaceContext): void {
    this.take(beat, context.getTopic());
  }

  @SolaceEventPattern(PATTERNS.sessionLeases)
  session(@Payload() beat: LeaseHeartbeat, @Ctx() context: SolaceContext): void {
    this.take(beat, context.getTopic());
  }

  private take(beat: LeaseHeartbeat, topic: string): void {
    const heartbeat = heartbeatOf(topic, beat);
    if (heartbeat !== undefined) this.leases.beat(heartbeat);
    // Once per thousand: a sender gone wrong must not fill the log.
    else if (this.refused++ % 1_000 === 0) this.log.warn({ event: 'lease.refused', topic });
  }
}
