import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { ReadinessRegistry } from './readiness-registry.js';

/** GET /health/live, /health/ready and /health; indicators come through `ReadinessRegistry`. Global. */
@Global()
@Module({
  // Terminus would log an error for every probe while a service is starting.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [ReadinessRegistry],
  exports: [ReadinessRegistry],
})
export class HealthModule {}
