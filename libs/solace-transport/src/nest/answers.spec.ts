import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { EMPTY, concat, firstValueFrom, from, lastValueFrom, of, throwError, toArray, type Observable } from 'rxjs';
import { TestBus, codeOf } from '../../test/bus.js';
import { startService, type Service } from '../../test/service.js';
import { SOLACE } from '../constants.js';
import { SolaceMessagePattern } from './decorators.js';
import { CodedRpcException } from './exceptions.js';
import { SolaceClient } from './solace.client.js';

@Controller()
class AnswersController {
  @SolaceMessagePattern('answers/value')
  value(@Payload() { n }: { n: number }): { doubled: number } {
    return { doubled: n * 2 };
  }

  @MessagePattern('answers/promise', SOLACE)
  promise(): Promise<string> {
    return Promise.resolve('kept');
  }

  @SolaceMessagePattern('answers/parts')
  parts(): Observable<number> {
    return from([1, 2, 3]);
  }

  @SolaceMessagePattern('answers/none')
  none(): Observable<number> {
    return EMPTY;
  }

  @SolaceMessagePattern('answers/null')
  empty(): null {
    return null;
  }

  @SolaceMessagePattern('answers/void')
  nothing(): void {
    // says nothing on purpose
  }

  @SolaceMessagePattern('answers/coded')
  coded(): never {
    throw new CodedRpcException('ORDER_UNKNOWN', 'no such order', { clOrdId: 'x' });
  }

  @SolaceMessagePattern('answers/coded-late')
  codedLate(): Observable<number> {
    return concat(
      of(1),
      throwError(() => new CodedRpcException('LATE', 'after one')),
    );
  }

  @SolaceMessagePattern('answers/plain')
  plain(): never {
    throw new Error('password=hunter2');
  }

  @SolaceMessagePattern('answers/text')
  text(): never {
    throw new RpcException('no, thank you');
  }

  @SolaceMessagePattern('answers/unserializable')
  unserializable(): unknown {
    return { big: 1n };
  }

  @SolaceMessagePattern('answers/too-large')
  tooLarge(): Observable<string> {
    return from(['fits', 'x'.repeat(20_000), 'never sent']);
  }

  @SolaceMessagePattern('answers/refused-at-length')
  refusedAtLength(): never {
    throw new CodedRpcException('LONG', 'x'.repeat(20_000));
  }

  @SolaceMessagePattern('answers/odd-details')
  oddDetails(): never {
    throw new CodedRpcException('ODD', 'its details have no JSON form', { big: 1n });
  }
}

let bus: TestBus;
let service: Service;
let client: SolaceClient;
const ask = <T = unknown>(topic: string, data: unknown = {}): Promise<T> => firstValueFrom(client.send<T>(topic, data));

beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [AnswersController] }, { maxPayloadBytes: 10_000 });
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('a message handler', () => {
  it('answers with a value, a promise, null, and an ack when it returns nothing', async () => {
    expect(await ask('answers/value', { n: 21 })).toEqual({ doubled: 42 });
    expect(await ask('answers/promise')).toBe('kept');
    expect(await ask('answers/null')).toBeNull();
    expect(await ask('answers/void')).toEqual({ ack: true });
  });

  it('answers with the parts of an observable, or with none', async () => {
    expect(await lastValueFrom(client.send('answers/parts', {}).pipe(toArray()))).toEqual([1, 2, 3]);
    expect(await lastValueFrom(client.send('answers/none', {}).pipe(toArray()))).toEqual([]);
  });

  it('passes coded refusals on and hides the text of everything else', async () => {
    const failure = async (topic: string): Promise<unknown> =>
      ask(topic).catch((error: CodedRpcException) => ({
        code: error.code,
        message: error.message,
        details: error.details,
      }));
    expect(await failure('answers/coded')).toEqual({
      code: 'ORDER_UNKNOWN',
      message: 'no such order',
      details: { clOrdId: 'x' },
    });
    expect(await failure('answers/plain')).toEqual({ code: 'INTERNAL_ERROR', message: 'internal error' });
    expect(await failure('answers/text')).toEqual({ code: 'RPC_ERROR', message: 'no, thank you' });
    expect(await failure('answers/unserializable')).toEqual({ code: 'INTERNAL_ERROR', message: 'internal error' });
  });

  it('that fails after a part ends the answer with its error', async () => {
    const heard: unknown[] = [];
    const done = new Promise<string>((resolve) => {
      client
        .send('answers/coded-late', {})
        .subscribe({ next: (part) => heard.push(part), error: (error: CodedRpcException) => resolve(error.code) });
    });
    expect(await done).toBe('LATE');
    expect(heard).toEqual([1]);
  });

  it('answers with an error when its answer, or its refusal, cannot be sent', async () => {
    expect(await codeOf(lastValueFrom(client.send('answers/too-large', {})))).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(ask('answers/refused-at-length'))).toBe('LONG');
    expect(await codeOf(ask('answers/odd-details'))).toBe('ODD');
  });

  it('leaves nothing running', async () => {
    expect(await codeOf(ask('answers/plain'))).toBe('INTERNAL_ERROR');
    expect(service.session.metrics.active).toBe(0);
  });
});
