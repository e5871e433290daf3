import type { AddressInfo } from 'node:net';
import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connectSolace,
  SolaceClient,
  SolaceHealthIndicator,
  SolaceMessagePattern,
  solaceMicroservice,
  SolaceModule,
  solaceValidationPipe,
  type CodedRpcException,
} from '@bourseworks/solace-transport';
import { Body, Controller, Inject, Module, Post, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { firstValueFrom, forkJoin, from, map, reduce, type Observable } from 'rxjs';
import { codeOf, TestBus, topic, until } from './support/suite.js';

class Leg {
  @IsInt()
  @Min(1)
  quantity: number;
}

class Order {
  @IsString()
  symbol: string;

  @ValidateNested()
  @Type(() => Leg)
  leg: Leg;
}

@Controller()
class PingController {
  @SolaceMessagePattern(topic('ping'))
  ping(): string {
    return 'pong';
  }
}

@Controller()
class OrdersController {
  @SolaceMessagePattern(topic('validation/order'))
  order(@Payload() order: Order): string {
    return `${order.constructor.name} ${order.leg.constructor.name} ${order.symbol}`;
  }

  @Post('orders')
  http(@Body() order: Order): string {
    return order.symbol;
  }
}

/** The HTTP side asks the bus side of the same application, as a gateway does. */
@Controller('sums')
class SumsController {
  constructor(@Inject(SolaceClient) private readonly client: SolaceClient) {}

  @Post('one')
  one(@Body() numbers: number[]): Observable<unknown> {
    return this.client.send<number>(topic('sum'), numbers).pipe(map((sum) => ({ sum })));
  }

  @Post('parts')
  parts(@Body() numbers: number[]): Observable<unknown> {
    return this.client.send<number>(topic('parts'), numbers).pipe(
      reduce((total, n) => total + n, 0),
      map((sum) => ({ sum })),
    );
  }

  @Post('many')
  many(@Body() lists: number[][]): Observable<unknown> {
    return forkJoin(lists.map((numbers) => this.client.send<number>(topic('sum'), numbers)));
  }

  @SolaceMessagePattern(topic('sum'))
  sum(@Payload() numbers: number[]): number {
    return numbers.reduce((total, n) => total + n, 0);
  }

  @SolaceMessagePattern(topic('parts'))
  streamed(@Payload() numbers: number[]): Observable<number> {
    return from(numbers);
  }
}

let bus: TestBus;
let app: INestApplication;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  @Module({
    imports: [SolaceModule.forRootAsync({ useFactory: () => bus.options() })],
    controllers: [OrdersController, SumsController],
  })
  class AppModule {}
  app = await NestFactory.create(AppModule, { logger: false });
  app.useGlobalPipes(solaceValidationPipe());
  connectSolace(app);
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await app.close();
  await bus[Symbol.asyncDispose]();
});

const failure = (data: unknown): Promise<unknown> =>
  firstValueFrom(client.send(topic('validation/order'), data)).catch((error: CodedRpcException) => ({
    code: error.code,
    details: error.details,
  }));

async function post(path: string, body: unknown): Promise<[status: number, body: unknown]> {
  const { port } = (app.getHttpServer() as { address(): unknown }).address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

describe('the global validation pipe of a hybrid application', () => {
  it('turns payloads into DTOs', async () => {
    expect(await failure({ symbol: 'A', leg: { quantity: 1 } })).toBe('Order Leg A');
  });

  it('refuses with BAD_REQUEST and the fields concerned', async () => {
    expect(await failure({ symbol: 1, leg: { quantity: 0 }, extra: true })).toEqual({
      code: 'BAD_REQUEST',
      details: [
        { field: 'extra', problems: ['property extra should not exist'] },
        { field: 'symbol', problems: ['symbol must be a string'] },
        { field: 'leg.quantity', problems: ['quantity must not be less than 1'] },
      ],
    });
    expect(await failure('text')).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('answers 400 over HTTP', async () => {
    expect(await post('orders', { symbol: 1, leg: { quantity: 1 } })).toEqual([
      400,
      { statusCode: 400, message: 'symbol must be a string' },
    ]);
  });
});

describe('the HTTP side of a hybrid application', () => {
  it('asks the bus, for one answer, for its parts, and for many at once', async () => {
    expect(await post('sums/one', [1, 2, 3, 4, 5])).toEqual([201, { sum: 15 }]);
    expect(await post('sums/parts', [1, 2, 3, 4, 5])).toEqual([201, { sum: 15 }]);
    const lists = Array.from({ length: 10 }, (_, n) => Array.from({ length: 10 }, (__, m) => n + m));
    const sums = lists.map((numbers) => numbers.reduce((total, n) => total + n, 0));
    expect(await Promise.all([1, 2, 3].map(() => post('sums/many', lists)))).toEqual([1, 2, 3].map(() => [201, sums]));
  });
});

describe('the module', () => {
  it('opens one session for server and client of a service without HTTP', async () => {
    const proxy = await bus.proxy();
    @Module({ imports: [SolaceModule.forRoot(bus.options({ url: proxy.url }))], controllers: [PingController] })
    class PingModule {}
    const service = await NestFactory.createMicroservice(PingModule, { ...solaceMicroservice(), logger: false });
    await service.listen();
    expect(await firstValueFrom(service.get(SolaceClient).send(topic('ping'), {}))).toBe('pong');
    expect(proxy.connections).toBe(1);
    const health = service.get(SolaceHealthIndicator);
    expect(health.isHealthy()['broker'].status).toBe('up');
    await service.close();
    expect(health.isHealthy()['broker'].status).toBe('down');
  });

  it('keeps an application from starting without its broker, and leaves no connection behind', async () => {
    const proxy = await bus.proxy();
    proxy.cut();
    @Module({ imports: [SolaceModule.forRoot(bus.options({ url: proxy.url, connectTimeoutMs: 500 }))] })
    class AppModule {}
    const start = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    expect(await codeOf(start)).toBe('CONNECT_FAILED');
    await until('no connection', () => proxy.connections === 0);
  });
});
