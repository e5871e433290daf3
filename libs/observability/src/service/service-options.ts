import type { INestApplication, Type } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';

export interface ServiceOptions {
  /** In logs, metrics and messages, e.g. `oms`. */
  readonly name: string;
  /** HTTP port when `portVar` is not set; 0 takes any free one. */
  readonly defaultPort: number;
  /** The variable that moves the port, e.g. `OMS_PORT`. */
  readonly portVar: string;
  /** Configuration class that is checked before anything starts. */
  readonly config?: Type<object>;
  /** Further checks of the configuration, before anything starts; throws ConfigError. */
  readonly check?: () => void;
  /** The bus: makes the service hybrid. Called once the application's providers exist. */
  readonly microservice?: (app: INestApplication) => MicroserviceOptions;
  /** Pipes, filters, prefixes: called before anything listens. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
  /** How long an orderly stop may take, in milliseconds; then the process exits with code 1. 10 000 by default. */
  readonly stopTimeoutMs?: number;
}
