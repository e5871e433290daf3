import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** The sampler of event-loop lag wakes the process this often; prom-client's own 10 ms keeps idle services awake. */
const lagSampleMs = 50;

function registryFor(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lagSampleMs });
  return registry;
}

/** Process metrics with event-loop lag, the service's own through `Metrics`, all at GET /metrics. Global. */
@Module({})
export class MetricsModule implements OnApplicationShutdown {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  static forService(name: string): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      controllers: [MetricsController],
      providers: [{ provide: Registry, useFactory: () => registryFor(name) }, Metrics],
      exports: [Registry, Metrics],
    };
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }
}
