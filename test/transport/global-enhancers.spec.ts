import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  connectSolace,
  SolaceClient,
  SolaceEventPattern,
  SolaceMessagePattern,
  SolaceModule,
  solaceMicroservice,
  SolaceServer,
  type CodedRpcException,
} from '@bourseworks/solace-transport';
import {
  Catch,
  Controller,
  Inject,
  Injectable,
  Module,
  Scope,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type INestApplicationContext,
  type INestMicroservice,
  type NestInterceptor,
  type PipeTransform,
  type Provider,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, NestFactory, REQUEST } from '@nestjs/core';
import { Payload, type RequestContext } from '@nestjs/microservices';
import { finalize, firstValueFrom, map, throwError, type Observable } from 'rxjs';
import { startService, TestBus, topic, until } from './support/suite.js';

let trace: string[] = [];

interface Order {
  readonly n: number;
  readonly allowed?: boolean;
}

@Injectable()
class Gate implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    trace.push(`guard of ${context.getType()}`);
    return context.switchToRpc().getData<Order>().allowed !== false;
  }
}

@Injectable()
class Around implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    trace.push('before');
    return next.handle().pipe(
      map((answer: unknown) => ({ wrapped: answer })),
      finalize(() => trace.push('after')),
    );
  }
}

@Injectable()
class Doubling implements PipeTransform {
  transform(order: Order): Order {
    trace.push('pipe');
    return { ...order, n: order.n * 2 };
  }
}

@Catch(RangeError)
class Ranges implements RpcExceptionFilter<RangeError> {
  catch({ message }: RangeError): Observable<never> {
    trace.push('filter');
    return throwError(() => ({ code: 'OUT_OF_RANGE', message }));
  }
}

@Controller()
class OrdersController {
  @SolaceMessagePattern(topic('order'))
  order(@Payload() { n }: Order): number {
    trace.push(`handler ${n}`);
    if (n > 100) throw new RangeError('more than 100');
    return n;
  }

  @SolaceEventPattern(topic('ordered'))
  ordered(@Payload() { n }: Order): void {
    trace.push(`event ${n}`);
  }
}

let bus: TestBus;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  client = new SolaceClient({ session: await bus.session() });
});
beforeEach(() => {
  trace = [];
});
afterAll(() => bus[Symbol.asyncDispose]());

function appModule(providers: Provider[] = []): new () => object {
  @Module({ imports: [SolaceModule.forRoot(bus.options())], controllers: [OrdersController], providers })
  class AppModule {}
  return AppModule;
}

const enhance = <T extends INestApplication | INestMicroservice>(app: T): T =>
  app
    .useGlobalGuards(new Gate())
    .useGlobalInterceptors(new Around())
    .useGlobalPipes(new Doubling())
    .useGlobalFilters(new Ranges()) as T;

async function hybrid(connect: (app: INestApplication) => unknown, providers: Provider[] = []) {
  const app = await NestFactory.create(appModule(providers), { logger: false });
  if (providers.length === 0) enhance(app);
  connect(app);
  await app.startAllMicroservices();
  return app.init();
}

const PROVIDED: Provider[] = [
  { provide: APP_GUARD, useClass: Gate },
  { provide: APP_INTERCEPTOR, useClass: Around },
  { provide: APP_PIPE, useClass: Doubling },
  { provide: APP_FILTER, useClass: Ranges },
];

const starts: Record<string, () => Promise<INestApplicationContext>> = {
  'a microservice': async () => {
    const options = { ...solaceMicroservice(), logger: false as const };
    const app = enhance(await NestFactory.createMicroservice(appModule(), options));
    await app.listen();
    return app;
  },
  'a hybrid application that hands its configuration on': () => hybrid(connectSolace),
  'a module, as providers': () => hybrid(connectSolace, PROVIDED),
};

const send = (data: Order): Promise<unknown> =>
  firstValueFrom(client.send(topic('order'), data)).catch(({ code, message }: CodedRpcException) => ({
    code,
    message,
  }));

describe.each(Object.keys(starts))('global guards, interceptors, pipes and filters of %s', (name) => {
  let app: INestApplicationContext;
  beforeAll(async () => {
    app = await starts[name]();
  });
  afterAll(() => app.close());

  it('apply to a request, in their order', async () => {
    expect(await send({ n: 4 })).toEqual({ wrapped: 8 });
    expect(trace).toEqual(['guard of rpc', 'before', 'pipe', 'handler 8', 'after']);
  });

  it('apply to an event', async () => {
    client.emit(topic('ordered'), { n: 4 });
    await until('the event', () => trace.includes('after'));
    expect(trace).toEqual(['guard of rpc', 'before', 'pipe', 'event 8', 'after']);
  });

  it('refuse, and translate errors', async () => {
    expect(await send({ n: 4, allowed: false })).toEqual({ code: 'RPC_ERROR', message: 'Forbidden resource' });
    expect(trace).toEqual(['guard of rpc']);
    expect(await send({ n: 60 })).toEqual({ code: 'OUT_OF_RANGE', message: 'more than 100' });
    expect(trace.slice(1)).toEqual(['guard of rpc', 'before', 'pipe', 'handler 120', 'filter', 'after']);
  });
});

describe('a hybrid application that does not hand its configuration on', () => {
  it.each([
    ['its own', []],
    ['those of its modules', PROVIDED],
  ])('has none of %s on the bus', async (_name, providers) => {
    const bare = (app: INestApplication): unknown => app.connectMicroservice({ strategy: app.get(SolaceServer) });
    const app = await hybrid(bare, providers);
    expect(await send({ n: 4 })).toBe(4);
    expect(trace).toEqual(['handler 4']);
    await app.close();
  });
});

let made = 0;

@Injectable({ scope: Scope.REQUEST })
class Ticket {
  readonly id = ++made;
  constructor(@Inject(REQUEST) readonly request: RequestContext<Order>) {}
}

@Controller()
class TicketController {
  constructor(@Inject(Ticket) private readonly ticket: Ticket) {}

  @SolaceMessagePattern(topic('ticket/*'))
  async ask(@Payload() { n }: Order): Promise<unknown> {
    await Promise.resolve();
    const { id, request } = this.ticket;
    return { id, n, given: request.getData().n, pattern: request.getPattern() };
  }

  @SolaceEventPattern(topic('stamped'))
  stamp(): void {
    trace.push(`ticket ${this.ticket.id}`);
  }
}

describe('a provider that is made for each request', () => {
  it('belongs to one message, which it can see, also among many at once', async () => {
    await using service = await startService(bus, { controllers: [TicketController], providers: [Ticket] });
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    const answers = await Promise.all(
      numbers.map((n) => firstValueFrom(client.send<Record<string, unknown>>(topic(`ticket/${n}`), { n }))),
    );
    expect(answers.map(({ n }) => n)).toEqual(numbers);
    expect(answers.map(({ given }) => given)).toEqual(numbers);
    expect(answers.map(({ pattern }) => pattern)).toEqual(numbers.map(() => topic('ticket/*')));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(40);
    for (let n = 0; n < 2; n++) client.emit(topic('stamped'), {});
    await until('both events', () => trace.length === 2);
    expect(new Set(trace).size).toBe(2);
    expect(service.session.metrics.active).toBe(0);
  });
});
