import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  SolaceClient,
  SolaceContext,
  SolaceMessagePattern,
  SolaceRecordBuilder,
  type SolaceSession,
} from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  concat,
  EMPTY,
  finalize,
  firstValueFrom,
  from,
  interval,
  lastValueFrom,
  map,
  NEVER,
  of,
  range,
  reduce,
  take,
  toArray,
  type Observable,
} from 'rxjs';
import { codeOf, startService, TestBus, topic, until, type Service } from './support/suite.js';

let torn: string[] = [];

@Controller()
class PartsController {
  @SolaceMessagePattern(topic('parts'))
  parts(@Payload() parts: number[]): Observable<number> {
    return from(parts);
  }

  @SolaceMessagePattern(topic('none'))
  none(): Observable<number> {
    return EMPTY;
  }

  @SolaceMessagePattern(topic('slow'))
  slow(@Payload() { name, count }: { name: string; count: number }): Observable<string> {
    return interval(1).pipe(
      take(count),
      map((n) => `${name} ${n}`),
    );
  }

  @SolaceMessagePattern(topic('many'))
  many(@Payload() count: number): Observable<number> {
    return range(1, count);
  }
}

@Controller()
class EndlessController {
  @SolaceMessagePattern(topic('cancel/endless'))
  endless(@Ctx() context: SolaceContext): Observable<number> {
    return this.watched('endless', interval(10), context);
  }

  @SolaceMessagePattern(topic('cancel/first-then-silence'))
  silence(@Ctx() context: SolaceContext): Observable<number> {
    return this.watched('silence', concat(of(1), NEVER), context);
  }

  @SolaceMessagePattern(topic('cancel/never'))
  never(@Ctx() context: SolaceContext): Observable<number> {
    return this.watched('never', NEVER, context);
  }

  @SolaceMessagePattern(topic('cancel/promise'))
  promise(@Ctx() context: SolaceContext): Promise<string> {
    return new Promise((_resolve, reject) => {
      context.signal.addEventListener('abort', () => {
        torn.push('promise signal');
        reject(new Error('given up'));
      });
    });
  }

  @SolaceMessagePattern(topic('cancel/finite'))
  finite(@Ctx() context: SolaceContext): Observable<number> {
    return this.watched('finite', interval(5).pipe(take(3)), context);
  }

  private watched(name: string, source: Observable<number>, context: SolaceContext): Observable<number> {
    context.signal.addEventListener('abort', () => torn.push(`${name} signal`));
    return source.pipe(finalize(() => torn.push(`${name} torn down`)));
  }
}

let bus: TestBus;
let service: Service;
let session: SolaceSession;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [PartsController, EndlessController] });
  session = await bus.session();
  client = new SolaceClient({ session });
});
beforeEach(() => {
  torn = [];
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const soon = (timeoutMs: number): unknown => new SolaceRecordBuilder({}).setTimeout(timeoutMs).build();

describe('an answer in parts', () => {
  const all = <T>(path: string, data: unknown): Promise<T[]> =>
    lastValueFrom(client.send<T>(topic(path), data).pipe(toArray()));

  it('comes in order and ends, also with one part and with none', async () => {
    expect(await all('parts', [3, 1, 2])).toEqual([3, 1, 2]);
    expect(await all('parts', [7])).toEqual([7]);
    expect(await all('none', {})).toEqual([]);
  });

  it('can be summed up as it comes', async () => {
    const sum = client.send<number>(topic('many'), 2_000).pipe(reduce((total, n) => total + n, 0));
    expect(await lastValueFrom(sum)).toBe(2_001_000);
  });

  it('is not mixed with the parts of another', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(names.map((name) => all<string>('slow', { name, count: 20 })));
    expect(answers).toEqual(names.map((name) => Array.from({ length: 20 }, (_, n) => `${name} ${n}`)));
  });
});

describe('an answer whose caller has gone', () => {
  it('ends when the client unsubscribes', async () => {
    const { cancelled } = service.session.metrics;
    expect(await lastValueFrom(client.send<number>(topic('cancel/endless'), {}).pipe(take(2), toArray()))).toEqual([
      0, 1,
    ]);
    await until('the end of the handler', () => torn.length === 2);
    expect(torn.toSorted()).toEqual(['endless signal', 'endless torn down']);
    await until('no handler', () => service.session.metrics.active === 0);
    expect(service.session.metrics.cancelled - cancelled).toBe(1);
  });

  it('ends when it is unsubscribed before the first part', async () => {
    const { cancelled } = service.session.metrics;
    const { sent } = session.metrics;
    const request = client.send<number>(topic('cancel/endless'), {}).subscribe();
    await until('the request', () => session.metrics.sent > sent);
    request.unsubscribe();
    // The first part finds nobody, and its sender is told.
    await until('the end of the handler', () => torn.length === 2);
    await until('no handler', () => service.session.metrics.active === 0);
    expect(service.session.metrics.cancelled - cancelled).toBe(1);
  });

  it('ends when the client asks for one part only, or closes', async () => {
    await session.request(topic('cancel/endless'), Buffer.from('{}'));
    await until('the first end', () => torn.length === 2);
    const leaving = new SolaceClient({ session });
    let parts = 0;
    leaving.send<number>(topic('cancel/endless'), {}).subscribe({ next: () => parts++, error: () => undefined });
    await until('a part', () => parts > 0);
    await leaving.close();
    await until('the second end', () => torn.length === 4);
  });

  it('ends when the client has timed out, between two parts and before the first', async () => {
    expect(await codeOf(lastValueFrom(client.send(topic('cancel/first-then-silence'), soon(200))))).toBe(
      'REQUEST_TIMEOUT',
    );
    await until('the first end', () => torn.includes('silence torn down'));
    expect(await codeOf(lastValueFrom(client.send(topic('cancel/never'), soon(200))))).toBe('REQUEST_TIMEOUT');
    await until('the second end', () => torn.includes('never torn down'));
    expect(await codeOf(firstValueFrom(client.send(topic('cancel/promise'), soon(200))))).toBe('REQUEST_TIMEOUT');
    await until('the signal', () => torn.includes('promise signal'));
    await until('no handler', () => service.session.metrics.active === 0);
  });

  it('is not what an answer that was read to its end is', async () => {
    const { cancelled } = service.session.metrics;
    const { discarded } = session.metrics;
    expect(await lastValueFrom(client.send(topic('cancel/finite'), {}).pipe(toArray()))).toEqual([0, 1, 2]);
    await until('no handler', () => service.session.metrics.active === 0);
    expect(torn).toEqual(['finite torn down']);
    expect(service.session.metrics.cancelled).toBe(cancelled);
    expect(session.metrics.discarded).toBe(discarded);
  });
});
