import 'reflect-metadata';
import { quoteLayout, RingMemory } from '@bourseworks/ring';
import {
  CodecRegistry,
  fixedCodec,
  msgpackCodec,
  SolaceEventPattern,
  SolaceMessagePattern,
  SolaceModule,
  SolaceServer,
  SolaceSession,
  solaceValidationPipe,
  type Codec,
  type SolaceSessionOptions,
} from '@bourseworks/solace-transport';
import { Controller, Logger, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsNumber, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { from, type Observable } from 'rxjs';

class Leg {
  @IsInt()
  @Min(1)
  quantity: number;
}

class Order {
  @IsString()
  @MaxLength(32)
  symbol: string;

  @IsIn(['BUY', 'SELL'])
  side: string;

  @IsNumber()
  price: number;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Leg)
  legs?: Leg[];
}

/** What the handlers of the fuzzed service were given: nothing but valid orders. */
export const given = { ordinary: 0, hot: 0, request: 0, parts: 0, impossible: 0 };

function look(kind: 'ordinary' | 'hot' | 'request' | 'parts', order: Order): void {
  given[kind]++;
  const isWhole =
    typeof order.symbol === 'string' && typeof order.price === 'number' && /^(BUY|SELL)$/.test(order.side);
  if (!isWhole) given.impossible++;
}

@Controller()
class FuzzedController {
  @SolaceEventPattern('fuzz/ordinary/>')
  ordinary(@Payload() order: Order): void {
    look('ordinary', order);
  }

  @SolaceEventPattern('fuzz/hot/>', { hot: true })
  hot(@Payload() order: Order): void {
    look('hot', order);
  }

  @SolaceMessagePattern('fuzz/ask/*')
  ask(@Payload() order: Order): unknown {
    look('request', order);
    return { symbol: order.symbol };
  }

  @SolaceMessagePattern('fuzz/parts/*')
  parts(@Payload() order: Order): Observable<number> {
    look('parts', order);
    return from([1, 2, 3]);
  }
}

export function codecs(): Codec[] {
  const memory = (buffer: ArrayBuffer): RingMemory => new RingMemory(buffer);
  const ticks = fixedCodec({ contentType: 'application/vnd.bourseworks.quotes', layout: quoteLayout, memory });
  return [msgpackCodec(), ticks];
}

export interface FuzzedService {
  readonly app: INestMicroservice;
  readonly session: SolaceSession;
}

export async function startFuzzed(login: SolaceSessionOptions): Promise<FuzzedService> {
  Logger.overrideLogger(false); // it has something to say about every message here
  @Module({
    imports: [SolaceModule.forRoot({ ...login, codecs: codecs(), ownedTopics: ['fuzz/ask/>'] })],
    controllers: [FuzzedController],
  })
  class FuzzedModule {}
  const app = await NestFactory.createMicroservice(FuzzedModule, {
    inject: [SolaceServer],
    useFactory: (server: SolaceServer) => ({ strategy: server }),
    logger: false,
  });
  app.useGlobalPipes(solaceValidationPipe());
  await app.listen();
  return { app, session: app.get(SolaceSession) };
}

export const registry = (): CodecRegistry => new CodecRegistry(codecs());
