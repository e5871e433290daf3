import { Injectable } from '@nestjs/common';
import { Metrics } from '@bourseworks/observability';
import type { RiskEvent } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import type { RiskScope, StateEntry } from '@bourseworks/risk';
import { RISK_SCOPES } from '@bourseworks/dto';

/** Codes by which a limit, not a person, takes trading away. */
const BREACHES: ReadonlySet<string> = new Set([
  'RISK_DAILY_LOSS',
  'RISK_DRAWDOWN',
  'RISK_REPEATED_EXECUTION',
  'RISK_MESSAGE_RATIO',
]);
const RESTRICTED = ['REDUCING', 'HALTED'] as const;

/** What risk did and how far it is from doing more, for the log and for Prometheus. Every label has few values. */
@Injectable()
export class RiskMetrics {
  private readonly denials;
  private readonly breaches;
  private readonly states;
  private readonly used;
  private readonly version;

  constructor(
    metrics: Metrics,
    private readonly log: EventLog,
  ) {
    this.denials = metrics.counter('bourseworks_risk_denials_total', 'Orders and replaces refused by risk', ['code']);
    this.breaches = metrics.counter('bourseworks_risk_breaches_total', 'Limits whose breach took trading away', [
      'code',
    ]);
    this.states = metrics.gauge('bourseworks_risk_states', 'Scopes that are not ACTIVE', ['scope', 'state']);
    this.used = metrics.gauge('bourseworks_risk_limit_used_bps', 'Use of the most used limit, basis points', ['scope']);
    this.version = metrics.gauge('bourseworks_risk_limits_version', 'Version of the limits in force');
  }

  /** An event of risk, once it is durable. */
  note({ code, scope, id, message, limit, observed, ruleVersion, clOrdId, commandId, sequence }: RiskEvent): void {
    const isBreach = BREACHES.has(code) && clOrdId === undefined && commandId === undefined;
    if (isBreach) {
      this.breaches.inc({ code });
      this.log.error({
        event: 'risk.breached',
        code,
        scope,
        id,
        reason: message,
        limit,
        observed,
        ruleVersion,
        sequence,
      });
    } else if (clOrdId !== undefined && commandId !== undefined && code.startsWith('RISK_')) this.denials.inc({ code });
  }

  /** What holds now: scopes that are not ACTIVE, and the use of the most used limit of each scope. */
  show(states: readonly StateEntry[], mostUsedBps: Readonly<Record<RiskScope, number>>, version: number): void {
    this.version.set(version);
    for (const scope of RISK_SCOPES) {
      for (const state of RESTRICTED) {
        const count = states.filter((entry) => entry.scope === scope && entry.state === state).length;
        this.states.set({ scope, state }, count);
      }
      this.used.set({ scope }, mostUsedBps[scope]);
    }
  }
}
