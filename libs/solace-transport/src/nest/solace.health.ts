import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { SolaceSession } from '../session/solace-session.js';

/** Health of the live session, for terminus: up only while it is connected. */
@Injectable()
export class SolaceHealthIndicator {
  constructor(private readonly session: SolaceSession) {}

  isHealthy(key = 'broker'): HealthIndicatorResult {
    const { status, metrics } = this.session;
    const { inflight, active, reconnects } = metrics;
    const facts = {
      status: status === 'UP' ? ('up' as const) : ('down' as const),
      session: status,
      inflight,
      active,
      reconnects,
    };
    return { [key]: facts };
  }
}
