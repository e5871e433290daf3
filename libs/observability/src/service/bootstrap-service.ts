import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplication, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger as NestPinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { ERRORS } from '@bourseworks/domain';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { createLogger } from '../logging/create-logger.js';
import { awaitReady } from './await-ready.js';
import { guardAgainstCrashes } from './crash-guard.js';
import { knownFailure } from './known-failure.js';
import { onStopRequest, tellParent } from './process-link.js';
import { checkAddress, serviceAddress } from './service-address.js';
import type { ServiceAddress } from './service-address.js';
import { setFailureHandler, type ServiceFailure } from './service-failure.js';
import type { ServiceOptions } from './service-options.js';
import { checkSettings, printSettings } from './settings.js';

export interface RunningService {
  readonly app: INestApplication;
  readonly host: string;
  /** The port in use, also when 0 was asked for. */
  readonly port: number;
  /** Orderly stop, then exit with code 0 (1 when it takes too long). Further calls change nothing; see also `failService`. */
  stop(reason: string): void;
}

/** Gives the module of the application; called once the configuration is found to be good. */
export type LoadModule = () => Type<object> | DynamicModule | Promise<Type<object> | DynamicModule>;

const defaultStopTimeoutMs = 10_000;
/** A service that has failed is not to stand in the way of its next start. */
const failedStopTimeoutMs = 5_000;

class ServiceProcess {
  private app: INestApplication | undefined;
  private stopping = false;
  private failure: ServiceFailure | undefined;

  constructor(
    private readonly options: ServiceOptions,
    private readonly logger: Logger,
    private readonly address: ServiceAddress,
  ) {}

  async start(load: LoadModule): Promise<RunningService> {
    const startedAt = performance.now();
    onStopRequest((reason) => this.stop(reason));
    setFailureHandler((failure) => this.fail(failure));
    const app = await NestFactory.create(await load(), {
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
    this.endWithin(limitMs);
    const closed = this.app ? this.app.close() : Promise.resolve();
    closed.then(
      () => this.end(0, { event: 'service.stopped' }),
      (err: unknown) => this.end(1, { event: 'service.stop_failed', err }),
    );
  }

  /** Also while it stops already: a stop that lost something is not to look like any other. */
  private fail(failure: ServiceFailure): void {
    if (this.failure !== undefined) return;
    this.failure = failure;
    const { code, reason } = failure;
    const remedy = ERRORS[code].remedy;
    tellParent({ type: 'failed', name: this.options.name, reason: `${reason}. ${remedy}` });
    this.logger.fatal({ event: 'service.failed', code, reason, remedy });
    this.endWithin(failedStopTimeoutMs);
    this.stop(reason);
  }

  private endWithin(limitMs: number): void {
    setTimeout(() => this.end(1, { event: 'service.stop_timeout', limitMs }), limitMs).unref();
  }

  private end(code: number, fields: Record<string, unknown>): void {
    this.logger[code === 0 ? 'info' : 'fatal'](fields);
    process.exit(this.failure?.exitCode ?? code);
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

/** One plain line for what people can mend, the whole error for anything else; then the end. */
function fail(error: unknown, options: ServiceOptions, logger: Logger | undefined, address?: ServiceAddress): never {
  const known = knownFailure(error, options, address);
  if (known) process.stderr.write(`${known}\n`);
  else if (logger) logger.fatal({ event: 'service.start_failed', err: error });
  else process.stderr.write(`${options.name}: ${String(error)}\n`);
  tellParent({
    type: 'failed',
    name: options.name,
    reason: known ?? (error instanceof Error ? error.message : String(error)),
  });
  process.exit(1);
}

/**
 * Starts a service and keeps it running until a signal or the parent process asks it to stop. The module that `load`
 * gives imports ObservabilityModule. Binds to 127.0.0.1 unless HOST says otherwise; prints `service.ready` once every readiness
 * indicator is up. What prevents the start ends the process with code 1. With `--settings` on the command line it only
 * prints what it reads from the environment.
 */
export async function bootstrapService(load: LoadModule, options: ServiceOptions): Promise<RunningService> {
  let logger: Logger | undefined;
  let address: ServiceAddress | undefined;
  try {
    if (process.argv.includes('--settings')) return await printSettings(options);
    logger = createLogger(options.name);
    guardAgainstCrashes(logger);
    address = serviceAddress(options, process.env);
    await checkSettings(options, process.env);
    await checkAddress(address);
    return await new ServiceProcess(options, logger, address).start(load);
  } catch (error) {
    return fail(error, options, logger, address);
  }
}
