import { Module } from '@nestjs/common';
import type { DynamicModule, MiddlewareConsumer, NestModule } from '@nestjs/common';
import { EventLog } from '@bourseworks/ports';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream, Logger } from 'pino';
import { correlationMiddleware } from '../correlation/correlation.middleware.js';
import { createLogger } from './create-logger.js';
import { httpLogOptions } from './http-log.js';
import { PinoEventLog } from './pino-event-log.js';

export interface LoggingOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Where lines go instead of stdout. */
  readonly destination?: DestinationStream;
}

/** Structured logs for Nest (`Logger` of nestjs-pino), for libraries (`EventLog`) and for HTTP access. Global. */
@Module({})
export class LoggingModule implements NestModule {
  static forService(name: string, { env = process.env, destination }: LoggingOptions = {}): DynamicModule {
    // Made when the application is: a bad LOG_LEVEL must not end the process while its modules are still being loaded.
    let made: Logger | undefined;
    const logger = (): Logger => (made ??= createLogger(name, env, destination));
    return {
      module: LoggingModule,
      global: true,
      imports: [LoggerModule.forRootAsync({ useFactory: () => ({ pinoHttp: httpLogOptions(logger()) }) })],
      providers: [{ provide: EventLog, useFactory: () => new PinoEventLog(logger()) }],
      exports: [EventLog],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(correlationMiddleware).forRoutes('{*path}');
  }
}
