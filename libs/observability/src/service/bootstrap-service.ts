import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger as NestPinoLogger } from 'nestjs-pino';
import { DomainError } from '@bourseworks/domain';
import type { Logger } from 'pino';
import { ConfigError } from '../config/config-error.js';
import { loadEnv } from '../config/load-env.js';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { createLogger } from '../logging/create-logger.js';
import { awaitReady } from './await-ready.js';
import { guardAgainstCrashes } from './crash-guard.js';
import { onStopRequest, tellParent } from './process-link.js';
import { serviceAddress, startFailure } from './service-address.js';
import type { ServiceAddress } from './service-address.js';
import type { ServiceOptions } from './service-options.js';

export interface RunningService {
  readonly app: INestApplication;
  readonly host: string;
  /** The port in use, also when 0 was asked for. */
  readonly port: number;
  /** Orderly stop, then exit with code 0 (1 when it takes too long). Further calls change nothing. */
  stop(reason: string): void;
}

const defaultStopTimeoutMs = 10_000;

class ServiceProcess {
  private app: INestApplication | undefined;
  private stopping = false;

  constructor(
    private readonly options: ServiceOptions,
    private readonly logger: Logger,
    private readonly address: ServiceAddress,
  ) {}

  async start(AppModule: Type<object>): Promise<RunningService> {
    const startedAt = performance.now();
    onStopRequest((reason) => this.stop(reason));
    const app = await NestFactory.create(AppModule, {
      logger: startLogger(this.logger),
      abortOnError: false,
      forceCloseConnections: true,
    });
    this.app = app;
    app.useLogger(app.get(NestPinoLogger, { strict: false }));
    await this.options.configure?.(app);
    const started = this.trackStart(app);
    if (this.options.microservice) app.connectMicroservice(this.options.microservice(app), { inheritAppConfig: true });
    // HTTP first: a taken port must fail before the bus is joined, and probes are answered while the rest comes up.
    await app.listen(this.address.port, this.address.host);
    if (this.options.microservice) await app.startAllMicroservices();
    started();
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const running = { app, host: this.address.host, port, stop: (reason: string) => this.stop(reason) };
    void this.announce(running, startedAt);
    return running;
  }

  stop(reason: string): void {
    if (this.stopping) return;
    this.stopping = true;
    const limitMs = this.options.stopTimeoutMs ?? defaultStopTimeoutMs;
    this.logger.info({ event: 'service.stopping', reason });
    setTimeout(() => this.end(1, { event: 'service.stop_timeout', limitMs }), limitMs).unref();
    const closed = this.app ? this.app.close() : Promise.resolve();
    closed.then(
      () => this.end(0, { event: 'service.stopped' }),
      (err: unknown) => this.end(1, { event: 'service.stop_failed', err }),
    );
  }

  private end(code: number, fields: Record<string, unknown>): void {
    this.logger[code === 0 ? 'info' : 'fatal'](fields);
    process.exit(code);
  }

  /** Not ready before the microservices listen, whatever the other indicators say. */
  private trackStart(app: INestApplication): () => void {
    return app.get(ReadinessRegistry, { strict: false }).register('start', () => ({ up: false }));
  }

  private async announce({ app, host, port }: RunningService, startedAt: number): Promise<void> {
    const registry = app.get(ReadinessRegistry, { strict: false });
    if (!(await awaitReady(registry, this.logger, () => this.stopping))) return;
    const startMs = Math.round(performance.now() - startedAt);
    this.logger.info(
      { event: 'service.ready', host, port, startMs },
      `${this.options.name} is ready on ${host}:${port}`,
    );
    tellParent({ type: 'ready', name: this.options.name, host, port });
  }
}

/**
 * Until Nest's own logger is in place only warnings pass, such as that of a broker that is not there yet. A start that fails
 * is told once, by `fail`, and not also by Nest.
 */
function startLogger(logger: Logger): LoggerService {
  const silent = (): void => undefined;
  const warn = (message: unknown, context?: unknown): void =>
    logger.warn({ event: 'service.starting', context }, String(message));
  return { log: silent, error: silent, warn, debug: silent, verbose: silent };
}

/** Adapters and libraries below this one refuse configuration with the domain's own error. */
function isConfigFault(error: unknown): error is Error {
  return error instanceof ConfigError || (error instanceof DomainError && error.code === 'CONFIG_INVALID');
}

/** One plain line for a mistake of configuration, the whole error for anything else; then the end. */
function fail(error: unknown, options: ServiceOptions, logger: Logger | undefined, address?: ServiceAddress): never {
  const known = isConfigFault(error)
    ? `${options.name}: ${error.message}`
    : address && startFailure(error, options, address);
  if (known) process.stderr.write(`${known}\n`);
  else if (logger) logger.fatal({ event: 'service.start_failed', err: error });
  else process.stderr.write(`${options.name}: ${String(error)}\n`);
  tellParent({ type: 'failed', name: options.name, reason: known ?? String(error) });
  process.exit(1);
}

/**
 * Starts a service and keeps it running until a signal or the parent process asks it to stop. `AppModule` imports
 * ObservabilityModule. Binds to 127.0.0.1 unless HOST says otherwise; prints `service.ready` once every readiness
 * indicator is up. What prevents the start ends the process with code 1.
 */
export async function bootstrapService(AppModule: Type<object>, options: ServiceOptions): Promise<RunningService> {
  let logger: Logger | undefined;
  let address: ServiceAddress | undefined;
  try {
    logger = createLogger(options.name);
    guardAgainstCrashes(logger);
    address = serviceAddress(options, process.env);
    if (options.config) loadEnv(options.config);
    options.check?.();
    return await new ServiceProcess(options, logger, address).start(AppModule);
  } catch (error) {
    return fail(error, options, logger, address);
  }
}
