import 'reflect-metadata';
import {
  SolaceEventPattern,
  SolaceMessagePattern,
  SolaceModule,
  solaceMicroservice,
} from '@bourseworks/solace-transport';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { IsIn, IsInt, IsNumber, IsString, MaxLength, Min } from 'class-validator';
import { Arrivals, loginFromEnv, type PeerMessage } from './wire.js';

class Tick {
  @IsString()
  @MaxLength(64)
  symbol: string;

  @IsNumber()
  price: number;

  @IsNumber()
  quantity: number;

  @IsIn(['BUY', 'SELL'])
  side: string;

  @IsInt()
  @Min(1)
  sequence: number;
}

const arrivals = new Arrivals();

@Controller()
class PeerController {
  @SolaceMessagePattern('bench/transport/echo')
  echo(@Payload() data: unknown): unknown {
    return data;
  }

  @SolaceEventPattern('bench/transport/event')
  event(@Payload() _data: unknown): void {
    arrivals.add();
  }

  @SolaceEventPattern('bench/hot/event', { hot: true })
  hot(@Payload() _tick: Tick): void {
    arrivals.add();
  }
}

@Module({ imports: [SolaceModule.forRoot(loginFromEnv())], controllers: [PeerController] })
class PeerModule {}

const app = await NestFactory.createMicroservice(PeerModule, { ...solaceMicroservice(), logger: ['error', 'warn'] });
await app.listen();
process.send?.({ ready: true } satisfies PeerMessage);
