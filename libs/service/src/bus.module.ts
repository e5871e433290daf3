import { hostname } from 'node:os';
import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { currentCorrelation, loadEnv, ReadinessRegistry, withCorrelation } from '@bourseworks/observability';
import { CONNECTIONS, topicRights, type ConnectedPart } from '@bourseworks/dto/shapes';
import { SolaceModule, SolaceSession, type QueueIntake } from '@bourseworks/solace-transport';
import { BusConfig, busLogin } from './bus-config.js';

export interface BusOptions {
  /** Name of the service: what `CONNECTIONS` says of it is what its session may do; it names the client at the broker. */
  readonly name: ConnectedPart;
  /** Default deadline of a request in milliseconds. */
  readonly requestTimeoutMs?: number;
  /** Queues that stand in for the direct subscriptions of the handlers. */
  readonly intakes?: readonly QueueIntake[];
  /** Instances share the requests, each going to one of them; a handler may say `queueGroup: false`. Default: each gets all. */
  readonly queueGroup?: string;
  /** All is direct, nothing guaranteed: a lock-step replay, which waits for each message by its count. */
  readonly direct?: boolean;
}

/** A service may start before the broker, or while it is away for a while. */
const START_RETRY_MS = 1_000;

/** The session of a service: one a process, configured from the environment, correlated with its logs, part of readiness. */
@Module({})
export class BusModule implements OnModuleInit {
  constructor(
    private readonly session: SolaceSession,
    private readonly readiness: ReadinessRegistry,
  ) {}

  static forService(options: BusOptions): DynamicModule {
    const solace = SolaceModule.forRootAsync({
      useFactory: () => ({
        ...busLogin(loadEnv(BusConfig), process.env),
        // In containers every process has the same id, and a broker takes each name once.
        clientName: `${options.name}-${hostname()}-${process.pid}`,
        connectRetries: 0,
        startRetryMs: START_RETRY_MS,
        ownedTopics: [...CONNECTIONS[options.name].owns],
        topics: topicRights(options.name),
        guaranteed: options.direct !== true && CONNECTIONS[options.name].guaranteed.length > 0,
        ...(options.direct === true || options.intakes === undefined ? {} : { intakes: options.intakes }),
        ...(options.queueGroup === undefined ? {} : { queueGroup: options.queueGroup }),
        ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
        correlation: { get: currentCorrelation, run: withCorrelation },
      }),
    });
    return { module: BusModule, global: true, imports: [solace], exports: [solace] };
  }

  onModuleInit(): void {
    this.readiness.register('bus', () => ({
      up: this.session.status === 'UP',
      detail: { session: this.session.status },
    }));
  }
}
