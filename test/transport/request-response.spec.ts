import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SOLACE, SolaceClient, SolaceMessagePattern, SolaceRecordBuilder } from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom, of, toArray, type Observable } from 'rxjs';
import { codeOf, startService, TestBus, topic, until, type Service } from './support/suite.js';

let asked = 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

@Controller()
class MathController {
  @SolaceMessagePattern(topic('sum'))
  sum(@Payload() numbers: number[]): number {
    asked++;
    return sum(numbers);
  }

  @MessagePattern(topic('sum/async'), SOLACE)
  async sumLater(@Payload() numbers: number[]): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return sum(numbers);
  }

  @SolaceMessagePattern(topic('sum/observable'))
  sumObserved(@Payload() numbers: number[]): Observable<number> {
    return of(sum(numbers));
  }

  @SolaceMessagePattern(topic('sum/promise-of-observable'))
  sumPromised(@Payload() numbers: number[]): Promise<Observable<number>> {
    return Promise.resolve(of(sum(numbers)));
  }

  @SolaceMessagePattern(topic('echo'))
  echo(@Payload() data: unknown): unknown {
    return data;
  }

  @SolaceMessagePattern(topic('void'))
  nothing(): void {
    // says nothing on purpose
  }

  @SolaceMessagePattern(topic('never'))
  never(): Promise<never> {
    return new Promise(() => undefined);
  }
}

function answering(name: string): new () => object {
  @Controller()
  class Answering {
    @SolaceMessagePattern(topic('both'))
    both(): string {
      return name;
    }
  }
  return Answering;
}

let bus: TestBus;
let service: Service;
let client: SolaceClient;
const ask = <T = unknown>(path: string, data: unknown = {}): Promise<T> =>
  firstValueFrom(client.send<T>(topic(path), data));

beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [MathController] }, { drainTimeoutMs: 100 });
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('a request', () => {
  it.each(['sum', 'sum/async', 'sum/observable', 'sum/promise-of-observable'])('to %s has its sum', async (path) => {
    expect(await ask(path, [1, 2, 3, 4, 5])).toBe(15);
  });

  it.each([
    ['null', null],
    ['false', false],
    ['zero', 0],
    ['an empty text', ''],
    ['text of all planes', 'grüß 株 🙂'],
    ['an array', [1, [2, { three: null }]]],
    ['an object', { a: { b: [true, 1.5, 'x'] } }],
  ])('gives %s back as it is', async (_name, value) => {
    expect(await ask('echo', [value])).toEqual([value]);
    if (value !== null) expect(await ask('echo', value)).toEqual(value);
  });

  it('is acknowledged by a handler that returns nothing', async () => {
    expect(await ask('void')).toEqual({ ack: true });
  });

  it('is sent once for each subscriber, and not before there is one', async () => {
    const before = asked;
    const cold = client.send<number>(topic('sum'), [1, 2]);
    await ask('void');
    expect(asked).toBe(before);
    expect([await firstValueFrom(cold), await firstValueFrom(cold)]).toEqual([3, 3]);
    expect(asked).toBe(before + 2);
  });

  it('has the answer that is its own, among many at once of several clients', async () => {
    const clients = [client, new SolaceClient({ session: await bus.session() })];
    const wanted = Array.from({ length: 300 }, (_, n) => [n, n + 1]);
    const paths = ['sum', 'sum/async', 'sum/observable'];
    const answers = wanted.map((numbers, n) =>
      firstValueFrom(clients[n % 2].send<number>(topic(paths[n % 3]), numbers)),
    );
    expect(await Promise.all(answers)).toEqual(wanted.map(sum));
    expect(clients.map((each) => each.unwrap<{ metrics: { inflight: number } }>().metrics.inflight)).toEqual([0, 0]);
  });

  it('fails after its deadline, and where nobody answers', async () => {
    const hasty = new SolaceRecordBuilder({}).setTimeout(50).build();
    expect(await codeOf(ask('never', hasty))).toBe('REQUEST_TIMEOUT');
    expect(await codeOf(ask('nobody', hasty))).toBe('REQUEST_TIMEOUT');
    expect(await ask('sum', [1])).toBe(1);
  });

  it('needs a pattern and data', async () => {
    await expect(firstValueFrom(client.send(topic('sum'), undefined))).rejects.toThrow(
      'invalid data or message pattern',
    );
    await expect(firstValueFrom(client.send(undefined, {}))).rejects.toThrow('invalid data or message pattern');
  });

  it('that two services answer has the answer of the quicker; the other is discarded and counted', async () => {
    await using one = await startService(bus, { controllers: [answering('one')] });
    await using two = await startService(bus, { controllers: [answering('two')] });
    const session = await bus.session();
    const answers = firstValueFrom(new SolaceClient({ session }).send<string>(topic('both'), {}).pipe(toArray()));
    expect([['one'], ['two']]).toContainEqual(await answers);
    await until('both answers', () => one.session.metrics.replies + two.session.metrics.replies === 2);
    await until('the second answer', () => session.metrics.discarded === 1);
  });
});
