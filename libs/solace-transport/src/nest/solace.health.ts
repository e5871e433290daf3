import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { SolaceSession } from '../session/solace-session.js';

/** Health of the live session, for terminus: up only while it is connected. The publisher is told, and does not decide. */
@Injectable()
export class SolaceHealthIndicator {
  constructor(private readonly session: SolaceSession) {}

  isHealthy(key = 'broker'): HealthIndicatorResult {
    const { status, publisherStatus, metrics } = this.session;
    const { inflight, active, reconnects } = metrics;
    const facts = {
      status: status === 'UP' ? ('up' as const) : ('down' as const),
      session: status,
      inflight,
      active,
      reconnects,
      ...(publisherStatus === undefined ? {} : { publisher: publisherStatus }),
    };
    return { [key]: facts };
  }
}
