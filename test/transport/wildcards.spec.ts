import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SolaceClient, SolaceContext, SolaceEventPattern, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { startService, TestBus, topic, until, type Service } from './support/suite.js';

const heard: string[] = [];
let asked = 0;

@Controller()
class ExactController {
  @SolaceMessagePattern(topic('routes/ask/a'))
  exact(): string {
    return 'exact';
  }

  @SolaceMessagePattern(topic('routes/ask/*'))
  star(): string {
    return 'star';
  }

  @SolaceMessagePattern(topic('routes/ask/bc*'))
  prefix(): string {
    return 'prefix';
  }

  @SolaceMessagePattern(topic('routes/>'))
  rest(): string {
    return 'rest';
  }

  @SolaceMessagePattern([topic('routes/ask/either'), topic('routes/ask/or')])
  several(): string {
    asked++;
    return 'several';
  }

  @SolaceEventPattern(topic('routes/told/*/end'))
  wild(@Payload() data: string, @Ctx() context: SolaceContext): void {
    heard.push(
      `wild ${data} ${context.getTopic()} ${context.level(4)} ${context.level(-1)} ${String(context.getHeader('h'))}`,
    );
  }
}

@Controller()
class SecondController {
  @SolaceEventPattern(topic('routes/told/b/end'))
  one(): void {
    heard.push('one');
  }

  @SolaceEventPattern(topic('routes/told/b/end'))
  two(): void {
    heard.push('two');
  }

  @SolaceEventPattern(topic('routes/ask/a'))
  monitor(): void {
    heard.push('monitor');
  }
}

let bus: TestBus;
let service: Service;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [ExactController, SecondController] });
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('routes', () => {
  it('of requests: exact before wildcard, the most specific wildcard first', async () => {
    const ask = (path: string): Promise<string> => firstValueFrom(client.send<string>(topic(`routes/${path}`), {}));
    const answers = { a: 'exact', b: 'star', bcd: 'prefix', 'a/b': 'rest', or: 'several' };
    for (const [path, answer] of Object.entries(answers)) expect(await ask(`ask/${path}`)).toBe(answer);
    expect(await ask('other')).toBe('rest');
  });

  it('of events: every handler that matches, once', async () => {
    heard.length = 0;
    await firstValueFrom(client.emit(topic('routes/told/b/end'), 'x'), { defaultValue: undefined });
    await until('three handlers', () => heard.length >= 3);
    await firstValueFrom(client.send(topic('routes/ask/a'), {}));
    await until('the monitor of requests', () => heard.length >= 4);
    const wild = `wild x ${topic('routes/told/b/end')} b end undefined`;
    expect(heard.toSorted()).toEqual(['monitor', 'one', 'two', wild]);
  });

  it('of an event without a handler of events: the handler of requests, whose answer nobody gets', async () => {
    const { replies } = service.session.metrics;
    const before = asked;
    client.emit(topic('routes/ask/either'), {});
    await until('the call', () => asked === before + 1);
    expect(await firstValueFrom(client.send(topic('routes/ask/a'), {}))).toBe('exact');
    expect(service.session.metrics.replies).toBe(replies + 1);
  });
});

@Controller()
class FirstOwner {
  @SolaceMessagePattern(topic('twice/a'))
  mine(): void {
    // never called
  }
}

@Controller()
class SecondOwner {
  @SolaceMessagePattern(topic('twice/a'))
  alsoMine(): void {
    // never called
  }
}

@Controller()
class NamelessController {
  @MessagePattern(topic('nameless/a'))
  message(): void {
    // never called
  }

  @EventPattern(topic('nameless/b'))
  event(_data: unknown): void {
    // never called
  }
}

@Controller()
class WrongTopicController {
  @SolaceMessagePattern(topic('wrong/b*c/d'))
  message(): void {
    // never called
  }
}

describe('a start is refused', () => {
  const refusal = async (...controllers: (new () => object)[]): Promise<{ code: string; message: string }> => {
    try {
      await using started = await startService(bus, { controllers });
      void started;
    } catch (error) {
      return error as { code: string; message: string };
    }
    throw new Error('it started');
  };

  it('for two message handlers on one topic, by their names', async () => {
    const { code, message } = await refusal(FirstOwner, SecondOwner);
    expect(code).toBe('DUPLICATE_ROUTE');
    expect(message).toContain(`"${topic('twice/a')}" is handled by FirstOwner.mine and SecondOwner.alsoMine`);
  });

  it('for handlers that name no transport, by their names', async () => {
    const { code, message } = await refusal(NamelessController);
    expect(code).toBe('HANDLER_WITHOUT_TRANSPORT');
    expect(message).toContain('NamelessController.message');
    expect(message).toContain('NamelessController.event');
  });

  it('for a pattern that the broker would not take', async () => {
    expect((await refusal(WrongTopicController)).code).toBe('BAD_TOPIC');
  });
});
