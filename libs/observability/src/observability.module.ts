import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { HealthModule } from './health/health.module.js';
import { LoggingModule } from './logging/logging.module.js';
import type { LoggingOptions } from './logging/logging.module.js';
import { MetricsModule } from './metrics/metrics.module.js';

/** Logs, metrics and health of a service in one import. */
@Module({})
export class ObservabilityModule {
  static forService(name: string, options: LoggingOptions = {}): DynamicModule {
    return {
      module: ObservabilityModule,
      imports: [LoggingModule.forService(name, options), MetricsModule.forService(name), HealthModule],
    };
  }
}
