import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Post, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { Module } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { firstValueFrom } from 'rxjs';
import type { AddressInfo } from 'node:net';
import { TestBus } from '../../test/bus.js';
import { connectSolace } from './connect.js';
import { SolaceMessagePattern } from './decorators.js';
import type { CodedRpcException } from './exceptions.js';
import { SolaceClient } from './solace.client.js';
import { SolaceModule } from './solace.module.js';
import { solaceValidationPipe } from './validation.js';

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
class OrdersController {
  @SolaceMessagePattern('validation/order')
  order(@Payload() order: Order): string {
    return `${order.constructor.name} ${order.leg.constructor.name} ${order.symbol}`;
  }

  @Post('orders')
  http(@Body() order: Order): string {
    return order.symbol;
  }
}

let bus: TestBus;
let app: INestApplication;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  @Module({
    imports: [SolaceModule.forRootAsync({ useFactory: () => bus.options() })],
    controllers: [OrdersController],
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
  firstValueFrom(client.send('validation/order', data)).catch((error: CodedRpcException) => ({
    code: error.code,
    details: error.details,
  }));

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
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"symbol":1,"leg":{"quantity":1}}',
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { statusCode: 400, message: 'symbol must be a string' },
    ]);
  });
});
