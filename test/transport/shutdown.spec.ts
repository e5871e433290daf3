import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connectSolace,
  SolaceClient,
  SolaceMessagePattern,
  SolaceModule,
  SolaceSession,
} from '@bourseworks/solace-transport';
import {
  Controller,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { firstValueFrom } from 'rxjs';
import { codeOf, startService, TestBus, topic, until } from './support/suite.js';

let bus: TestBus;
let log: string[];
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

@Injectable()
class Flattener implements OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(SolaceClient) private readonly client: SolaceClient,
    @Inject(SolaceSession) private readonly session: SolaceSession,
  ) {}

  onModuleDestroy(): void {
    log.push('onModuleDestroy');
  }

  async beforeApplicationShutdown(): Promise<void> {
    // The service's own handlers still answer here: a cancel needs the order events that come back.
    log.push(`before: ${await firstValueFrom(this.client.send<string>(topic('shutdown/own'), {}))}`);
    this.session.publish(topic('shutdown/flattened'), Buffer.alloc(0));
  }

  onApplicationShutdown(): void {
    this.session.publish(topic('shutdown/last-words'), Buffer.alloc(0));
    log.push(`shutdown: ${this.session.status}`);
  }
}

let release: (() => void) | undefined;

@Controller()
class OwnController {
  @SolaceMessagePattern(topic('shutdown/own'))
  own(): string {
    return 'still here';
  }

  @SolaceMessagePattern(topic('shutdown/slow'))
  slow(): Promise<string> {
    return new Promise((resolve) => {
      release = () => resolve('finished');
    });
  }
}

describe('the shutdown of a hybrid application', () => {
  it('keeps the bus both ways for beforeApplicationShutdown, then stops intake, and closes the session last', async () => {
    log = [];
    const observer = await bus.session();
    const topics: string[] = [];
    await observer.subscribe(topic('shutdown/*'), (message) => void topics.push(message.topic));
    @Module({ imports: [SolaceModule.forRoot(bus.options())], controllers: [OwnController], providers: [Flattener] })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false });
    connectSolace(app);
    await app.startAllMicroservices();
    await app.init();
    const session = app.get(SolaceSession);
    await app.close();
    expect(log).toEqual(['onModuleDestroy', 'before: still here', 'shutdown: UP']);
    expect(session.status).toBe('DOWN');
    await until('the last words', () => topics.includes(topic('shutdown/last-words')));
    expect(topics).toContain(topic('shutdown/flattened'));
  });

  it('lets a running handler finish and send its answer', async () => {
    const service = await startService(bus, { controllers: [OwnController] });
    const client = new SolaceClient({ session: await bus.session() });
    const answer = firstValueFrom(client.send(topic('shutdown/slow'), {}));
    await until('the handler', () => release !== undefined);
    const closing = service[Symbol.asyncDispose]();
    setTimeout(() => release?.(), 50);
    expect(await answer).toBe('finished');
    await closing;
    expect(service.session.status).toBe('DOWN');
  });

  it('waits a bounded time for a handler that never ends', async () => {
    release = undefined;
    const service = await startService(bus, { controllers: [OwnController] }, { drainTimeoutMs: 50 });
    const client = new SolaceClient({ session: await bus.session() });
    const answer = codeOf(firstValueFrom(client.send(topic('shutdown/slow'), {})));
    await until('the handler', () => release !== undefined);
    await service[Symbol.asyncDispose]();
    await client.close();
    expect(await answer).toBe('TRANSPORT_CLOSED');
  });
});
