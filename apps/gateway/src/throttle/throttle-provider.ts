import { Clock } from '@bourseworks/ports';
import type { CanActivate, ExecutionContext, FactoryProvider } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { GatewayConfig } from '../config/gateway-config.js';
import { ClockStorage } from './clock-storage.js';

const MINUTE_MS = 60_000;

const isRead = (context: ExecutionContext): boolean => {
  const { method } = context.switchToHttp().getRequest<Request>();
  return method === 'GET' || method === 'HEAD';
};

async function guardOf(config: GatewayConfig, clock: Clock, reflector: Reflector): Promise<CanActivate> {
  const { readsPerMinute, commandsPerMinute } = config;
  const throttlers = [
    { name: 'reads', ttl: MINUTE_MS, limit: readsPerMinute, skipIf: (context: ExecutionContext) => !isRead(context) },
    { name: 'commands', ttl: MINUTE_MS, limit: commandsPerMinute, skipIf: isRead },
  ];
  // Not before the framework is loaded: the package is CommonJS and requires the framework's ES modules, which cannot be
  // while they are being loaded themselves.
  const { PersonThrottlerGuard } = await import('./person-throttler.guard.js');
  // One header that says how long to wait is enough; it comes with the problem details.
  return new PersonThrottlerGuard({ throttlers, setHeaders: false }, new ClockStorage(clock), reflector);
}

/** The guard that limits what one person may ask. To be listed behind the one that says who asks. */
export const THROTTLE_GUARD: FactoryProvider<CanActivate> = {
  provide: APP_GUARD,
  inject: [GatewayConfig, Clock, Reflector],
  useFactory: guardOf,
};
