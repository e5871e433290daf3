import type { INestApplication, Type } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { SettingSource } from '@bourseworks/ports';

export interface ServiceOptions {
  /** In logs, metrics and messages, e.g. `oms`. */
  readonly name: string;
  /** HTTP port when `portVar` is not set; 0 takes any free one. */
  readonly defaultPort: number;
  /** The variable that moves the port, e.g. `OMS_PORT`. */
  readonly portVar: string;
  /** Configuration class that is checked before anything starts. */
  readonly config?: Type<object>;
  /** Variables that are read outside of `config`, by adapters for instance; checked before anything starts. */
  readonly settings?: (env: NodeJS.ProcessEnv) => readonly SettingSource[] | Promise<readonly SettingSource[]>;
  /** Further checks of the configuration, before anything starts; each throws ConfigError. */
  readonly checks?: readonly ((env: NodeJS.ProcessEnv) => unknown)[];
  /** The bus: makes the service hybrid. Called once the application's providers exist. */
  readonly microservice?: (app: INestApplication) => MicroserviceOptions;
  /** Pipes, filters, prefixes: called before anything listens. */
  readonly configure?: (app: INestApplication) => void | Promise<void>;
  /** How long an orderly stop may take, in milliseconds; then the process exits with code 1. 10 000 by default. */
  readonly stopTimeoutMs?: number;
}
