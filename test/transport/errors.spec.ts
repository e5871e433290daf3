import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CodedRpcException,
  SolaceClient,
  SolaceEventPattern,
  SolaceMessagePattern,
} from '@bourseworks/solace-transport';
import { Catch, Controller, UseFilters, type ArgumentsHost, type RpcExceptionFilter } from '@nestjs/common';
import { Payload, RpcException } from '@nestjs/microservices';
import { concat, firstValueFrom, from, lastValueFrom, of, throwError, type Observable } from 'rxjs';
import { codeOf, json, startService, TestBus, topic, until, type Service } from './support/suite.js';

class OutOfStock extends Error {}

/** The handler's own errors, told as codes. */
@Catch(OutOfStock)
class StockFilter implements RpcExceptionFilter<OutOfStock> {
  catch({ message }: OutOfStock, _host: ArgumentsHost): Observable<never> {
    return throwError(() => ({ code: 'OUT_OF_STOCK', message, details: { left: 0 } }));
  }
}

@Controller()
class ErrorsController {
  @SolaceMessagePattern(topic('coded'))
  coded(): never {
    throw new CodedRpcException('ORDER_UNKNOWN', 'no such order', { clOrdId: 'x' });
  }

  @SolaceMessagePattern(topic('coded-later'))
  async codedLater(): Promise<never> {
    await Promise.resolve();
    throw new CodedRpcException('ORDER_UNKNOWN', 'no such order');
  }

  @SolaceMessagePattern(topic('coded-part'))
  codedPart(): Observable<number> {
    return concat(
      of(1),
      throwError(() => new CodedRpcException('LATE', 'after one')),
    );
  }

  @SolaceMessagePattern(topic('plain'))
  plain(): never {
    throw new Error('password=hunter2');
  }

  @SolaceMessagePattern(topic('nothing'))
  nothing(): Promise<never> {
    return Promise.reject(undefined);
  }

  @SolaceMessagePattern(topic('text'))
  text(): never {
    throw new RpcException('no, thank you');
  }

  @SolaceMessagePattern(topic('object'))
  object(): never {
    throw new RpcException({ code: 'NOT_NOW', message: 'come back later' });
  }

  @SolaceMessagePattern(topic('filtered'))
  @UseFilters(StockFilter)
  filtered(@Payload() { what }: { what: string }): never {
    throw new OutOfStock(what);
  }

  @SolaceMessagePattern(topic('not-filtered'))
  @UseFilters(StockFilter)
  notFiltered(): never {
    throw new CodedRpcException('OTHER', 'not of the kind that the filter takes');
  }

  @SolaceMessagePattern(topic('unserializable'))
  unserializable(): unknown {
    return { big: 1n };
  }

  @SolaceMessagePattern(topic('too-large'))
  tooLarge(): Observable<string> {
    return from(['fits', 'x'.repeat(20_000), 'never sent']);
  }

  @SolaceMessagePattern(topic('refused-at-length'))
  refusedAtLength(): never {
    throw new CodedRpcException('LONG', 'x'.repeat(20_000));
  }

  @SolaceMessagePattern(topic('odd-details'))
  oddDetails(): never {
    throw new CodedRpcException('ODD', 'its details have no JSON form', { big: 1n });
  }

  @SolaceMessagePattern(topic('fine'))
  fine(): string {
    return 'fine';
  }

  @SolaceEventPattern(topic('event'))
  event(): never {
    throw new Error('nobody waits for this');
  }

  @SolaceEventPattern(topic('event'))
  eventLater(): Observable<number> {
    return throwError(() => new CodedRpcException('LATER', 'nor for this'));
  }
}

let bus: TestBus;
let service: Service;
let client: SolaceClient;
const ask = (path: string, data: unknown = {}): Promise<unknown> => firstValueFrom(client.send(topic(path), data));
const failure = (path: string, data?: unknown): Promise<unknown> =>
  ask(path, data).then(
    () => 'answered',
    ({ code, message, details }: CodedRpcException) => ({ code, message, details }),
  );

beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [ErrorsController] }, { maxPayloadBytes: 10_000 });
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('a handler that fails', () => {
  it('passes coded refusals on, with their details', async () => {
    const refusal = { code: 'ORDER_UNKNOWN', message: 'no such order' };
    expect(await failure('coded')).toEqual({ ...refusal, details: { clOrdId: 'x' } });
    expect(await failure('coded-later')).toEqual(refusal);
    expect(await failure('object')).toEqual({ code: 'NOT_NOW', message: 'come back later' });
    expect(await failure('text')).toEqual({ code: 'RPC_ERROR', message: 'no, thank you' });
  });

  it('does not show the text of anything else', async () => {
    for (const path of ['plain', 'nothing', 'unserializable']) {
      expect(await failure(path)).toEqual({ code: 'INTERNAL_ERROR', message: 'internal error' });
    }
  });

  it('has its errors translated by its filters, and no others', async () => {
    const expected = { code: 'OUT_OF_STOCK', message: 'tea', details: { left: 0 } };
    expect(await failure('filtered', { what: 'tea' })).toEqual(expected);
    expect(await failure('not-filtered')).toMatchObject({ code: 'OTHER' });
  });

  it('after a part ends the answer with its error', async () => {
    const heard: unknown[] = [];
    const done = new Promise<string>((resolve) => {
      client
        .send(topic('coded-part'), {})
        .subscribe({ next: (part) => heard.push(part), error: (error: CodedRpcException) => resolve(error.code) });
    });
    expect(await done).toBe('LATE');
    expect(heard).toEqual([1]);
  });

  it('is told of when its answer, or its refusal, cannot be sent', async () => {
    expect(await codeOf(lastValueFrom(client.send(topic('too-large'), {})))).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(ask('refused-at-length'))).toBe('LONG');
    expect(await codeOf(ask('odd-details'))).toBe('ODD');
  });

  it('of an event is counted, and takes no other handler with it', async () => {
    const { handlerErrors } = service.session.metrics;
    client.emit(topic('event'), {});
    await until('both failures', () => service.session.metrics.handlerErrors === handlerErrors + 2);
    expect(await ask('fine')).toBe('fine');
  });

  it('leaves nothing running', async () => {
    expect(await codeOf(ask('plain'))).toBe('INTERNAL_ERROR');
    expect(service.session.metrics.active).toBe(0);
  });

  it('of another kind of service shows its code too, and BAD_REPLY when its answer cannot be read', async () => {
    const other = await bus.session();
    await other.subscribe(topic('foreign'), (request) => other.reply(request, Buffer.from('}')));
    await other.subscribe(topic('refusing'), (request) => {
      other.reply(request, json({ error: { code: 'THEIRS', message: 'no' } }), { headers: { 'x-error': 'THEIRS' } });
    });
    expect(await codeOf(ask('foreign'))).toBe('BAD_REPLY');
    expect(await failure('refusing')).toEqual({ code: 'THEIRS', message: 'no' });
  });
});
