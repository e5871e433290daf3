import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { TestBus, until } from '../../test/bus.js';
import { startService, type Service } from '../../test/service.js';
import { SolaceEventPattern, SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';
import { SolaceContext } from './solace.context.js';

const heard: string[] = [];

@Controller()
class ExactController {
  @SolaceMessagePattern('routes/ask/a')
  exact(): string {
    return 'exact';
  }

  @SolaceMessagePattern('routes/ask/*')
  star(): string {
    return 'star';
  }

  @SolaceMessagePattern('routes/>')
  rest(): string {
    return 'rest';
  }

  @SolaceMessagePattern(['routes/ask/either', 'routes/ask/or'])
  several(): string {
    return 'several';
  }

  @SolaceEventPattern('routes/told/*/end')
  wild(@Payload() data: string, @Ctx() context: SolaceContext): void {
    heard.push(
      `wild ${data} ${context.getTopic()} ${context.level(2)} ${context.level(-1)} ${String(context.getHeader('h'))}`,
    );
  }
}

@Controller()
class SecondController {
  @SolaceEventPattern('routes/told/b/end')
  one(): void {
    heard.push('one');
  }

  @SolaceEventPattern('routes/told/b/end')
  two(): void {
    heard.push('two');
  }

  @SolaceEventPattern('routes/ask/>')
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
    const ask = (topic: string): Promise<string> => firstValueFrom(client.send<string>(topic, {}));
    expect(
      await Promise.all(['ask/a', 'ask/b', 'other', 'ask/a/b', 'ask/or'].map((path) => ask(`routes/${path}`))),
    ).toEqual(['exact', 'star', 'rest', 'rest', 'several']);
  });

  it('of events: every handler that matches, once', async () => {
    heard.length = 0;
    await firstValueFrom(client.emit('routes/told/b/end', 'x'), { defaultValue: undefined });
    await until('three handlers', () => heard.length >= 3);
    await firstValueFrom(client.send('routes/ask/a', {}));
    await until('the monitor of requests', () => heard.length >= 4);
    expect(heard.toSorted()).toEqual(['monitor', 'one', 'two', 'wild x routes/told/b/end b end undefined']);
  });
});

@Controller()
class FirstOwner {
  @SolaceMessagePattern('twice/a')
  mine(): void {
    // never called
  }
}

@Controller()
class SecondOwner {
  @SolaceMessagePattern('twice/a')
  alsoMine(): void {
    // never called
  }
}

@Controller()
class NamelessController {
  @MessagePattern('nameless/a')
  message(): void {
    // never called
  }

  @EventPattern('nameless/b')
  event(_data: unknown): void {
    // never called
  }
}

@Controller()
class WrongTopicController {
  @SolaceMessagePattern('wrong/b*c/d')
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
    expect(message).toContain('"twice/a" is handled by FirstOwner.mine and SecondOwner.alsoMine');
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
