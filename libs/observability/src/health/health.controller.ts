import { Controller, Get, HttpCode, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { ReadinessRegistry } from './readiness-registry.js';
import type { NamedReadiness } from './readiness-registry.js';

export interface ReadyAnswer {
  readonly status: 'ready' | 'not ready';
  /** Names of the indicators that are down. */
  readonly waitingFor: readonly string[];
  /** Error codes of those that give one in their detail, by name. */
  readonly codes?: Readonly<Record<string, string>>;
}

@Controller('health')
export class HealthController {
  constructor(
    private readonly registry: ReadinessRegistry,
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Live means that the event loop turns, nothing more: a restart mends no broker. */
  @Get('live')
  @HttpCode(200)
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(): Promise<ReadyAnswer> {
    const down = (await this.registry.check()).filter((state) => !state.up);
    const waitingFor = down.map((state) => state.name);
    if (waitingFor.length === 0) return { status: 'ready', waitingFor };
    const codes = Object.fromEntries(
      down.flatMap(({ name, detail }) => (typeof detail?.['code'] === 'string' ? [[name, detail['code']]] : [])),
    );
    const answer = { status: 'not ready', waitingFor, ...(Object.keys(codes).length === 0 ? {} : { codes }) } as const;
    throw new ServiceUnavailableException(answer satisfies ReadyAnswer);
  }

  /** Every indicator with its detail; 503 when one is down. */
  @Get()
  async health(): Promise<HealthCheckResult> {
    const states = await this.registry.check();
    return this.checks.check(states.map((state) => () => this.asResult(state)));
  }

  private asResult({ name, up, detail = {} }: NamedReadiness): HealthIndicatorResult {
    const indicator = this.indicators.check(name);
    return up ? indicator.up(detail) : indicator.down(detail);
  }
}
