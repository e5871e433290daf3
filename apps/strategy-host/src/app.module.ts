import { Module } from '@nestjs/common';
import { actorKeysDirectory, ActorVerifier } from '@bourseworks/actor';
import { defineConfig, ObservabilityModule } from '@bourseworks/observability';
import { EventLog, SystemClock } from '@bourseworks/ports';
import { BusModule, isLockStep, platformQueue } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { readStrategies } from './config/read-strategies.js';
import { DEFAULT_HOST_ID, StrategyHostConfig } from './config/strategy-host-config.js';
import { strategyControlController } from './control/strategy-control.controller.js';
import { HistoryClient } from './history/history-client.js';
import { DirectOrderEvents, QueuedOrderEvents } from './orders/order-event-source.js';
import { StrategyHost } from './runner/strategy-host.js';
import { StrategyHostService } from './strategy-host.service.js';
import { InstrumentBook } from './streams/instrument-book.js';
import { StreamHub } from './streams/stream-hub.js';

function createHost(config: StrategyHostConfig, session: SolaceSession, log: EventLog): StrategyHost {
  const clock = new SystemClock();
  const instruments = new InstrumentBook(session, clock);
  const subscriber = `strategy-host:${config.STRATEGY_HOST_ID}`;
  const strategies = readStrategies(config);
  const queue = platformQueue('hostEvents', config.STRATEGY_HOST_ID);
  const direct = isLockStep(process.env);
  return new StrategyHost(strategies, {
    session,
    orderEvents: direct ? new DirectOrderEvents(session) : new QueuedOrderEvents(session, queue, strategies),
    clock,
    log,
    instruments,
    hub: new StreamHub({ session, clock, log, instruments, subscriber }),
    history: new HistoryClient({ session, clock, log, instruments, maxItems: config.HISTORY_MAX_ITEMS }),
    startedUs: clock.nowUs(),
    ...(config.REPLAY_RUN === undefined ? {} : { run: config.REPLAY_RUN }),
    heapMb: config.STRATEGY_HEAP_MB,
    maxRestarts: config.STRATEGY_MAX_RESTARTS,
    lookEveryUs: config.ORDER_EVENTS_LOOK_MS * 1_000,
    orderTries: config.ORDER_TRIES,
    orderDeadlineMs: config.ORDER_DEADLINE_MS,
    // A replay runs on the time of its steps.
    leaseTtlUs: config.REPLAY_RUN === undefined ? config.STRATEGY_LEASE_SECONDS * 1_000_000 : 0,
    startTimeoutUs: config.STRATEGY_START_TIMEOUT_S * 1_000_000,
  });
}

@Module({
  imports: [
    ObservabilityModule.forService('strategy-host'),
    defineConfig(StrategyHostConfig),
    BusModule.forService({ name: 'strategy-host', direct: isLockStep(process.env) }),
  ],
  // Checked with the rest of the configuration before anything starts.
  controllers: [strategyControlController(process.env['STRATEGY_HOST_ID'] || DEFAULT_HOST_ID)],
  providers: [
    StrategyHostService,
    {
      provide: ActorVerifier,
      inject: [StrategyHostConfig],
      useFactory: (config: StrategyHostConfig) => new ActorVerifier(actorKeysDirectory(config), new SystemClock()),
    },
    { provide: StrategyHost, inject: [StrategyHostConfig, SolaceSession, EventLog], useFactory: createHost },
  ],
})
export class AppModule {}
