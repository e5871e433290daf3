import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  SolaceClient,
  SolaceEventPattern,
  SolaceMessagePattern,
  type SolaceSession,
} from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { need } from './support/need.js';
import { codeOf, json, startService, TestBus, topic, until, type Service } from './support/suite.js';

/** What each replica has heard. */
const heard = new Map<string, unknown[]>();

function replica(name: string): new () => object {
  const hear = (what: unknown): void => void heard.set(name, [...(heard.get(name) ?? []), what]);
  @Controller()
  class Replica {
    @SolaceMessagePattern(topic('group/ask/*'), { queueGroup: 'askers' })
    ask(): string {
      return name;
    }

    @SolaceEventPattern(topic('group/shared/>'), { queueGroup: 'workers' })
    shared(@Payload() n: unknown): void {
      hear(['shared', n]);
    }

    @SolaceEventPattern(topic('group/hot'), { hot: true, queueGroup: 'workers' })
    hot(@Payload() n: unknown): void {
      hear(['hot', n]);
    }

    @SolaceEventPattern(topic('group/all'))
    all(@Payload() n: unknown): void {
      hear(['all', n]);
    }
  }
  return Replica;
}

const count = (name: string, what: string): number =>
  (heard.get(name) ?? []).filter((one) => (one as string[])[0] === what).length;

let bus: TestBus;
let services: Service[];
let other: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  services = [];
  for (const name of ['a', 'b']) {
    const starting = startService(bus, { controllers: [replica(name)] });
    services.push(await need('share subscriptions', '"shared subscriptions" allowed in its client profile', starting));
  }
  other = await bus.session();
});
afterAll(async () => {
  for (const service of services) await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('replicas of a group', () => {
  it('share requests: each is answered once, by one of them', async () => {
    const client = new SolaceClient({ session: other });
    const { discarded } = other.metrics;
    const names: string[] = [];
    for (let n = 0; n < 20; n++) names.push(await firstValueFrom(client.send<string>(topic(`group/ask/${n}`), {})));
    expect(new Set(names)).toEqual(new Set(['a', 'b']));
    expect(other.metrics.discarded).toBe(discarded);
  });

  it('share events, hot ones too, and each gets what has no group', async () => {
    for (let n = 0; n < 50; n++) {
      other.publish(topic(`group/shared/${n}`), json(n));
      other.publish(topic('group/hot'), json(n));
      other.publish(topic('group/all'), json(n));
    }
    await until('all events', () => count('a', 'all') === 50 && count('b', 'all') === 50);
    for (const what of ['shared', 'hot']) {
      expect(count('a', what) + count('b', what)).toBe(50);
      expect(Math.min(count('a', what), count('b', what))).toBeGreaterThan(0);
    }
  });

  it('take over what one of them that leaves had', async () => {
    await services[0]?.[Symbol.asyncDispose]();
    services = services.slice(1);
    heard.clear();
    for (let n = 0; n < 10; n++) other.publish(topic(`group/shared/${n}`), json(n));
    await until('all events', () => count('b', 'shared') === 10);
  });
});

@Controller()
class Conflicting {
  @SolaceEventPattern(topic('conflict/a/*'), { queueGroup: 'workers' })
  shared(): void {}

  @SolaceEventPattern(topic('conflict/>'))
  all(): void {}
}

@Controller()
class Defaulted {
  @SolaceEventPattern(topic('default/a'))
  shared(): void {}

  @SolaceEventPattern(topic('default/b'), { queueGroup: false })
  all(): void {}
}

describe('groups', () => {
  it('refuse the start where one message would come twice', async () => {
    const start = async (): Promise<void> => {
      await using started = await startService(bus, { controllers: [Conflicting] });
      void started;
    };
    expect(await codeOf(start())).toBe('QUEUE_GROUP_INVALID');
    expect(await codeOf(startService(bus, { controllers: [Defaulted] }, { queueGroup: 'not/a name' }))).toBe(
      'QUEUE_GROUP_INVALID',
    );
  });

  it('may be the default of a server, which a handler can leave', async () => {
    await using first = await startService(bus, { controllers: [Defaulted] }, { queueGroup: 'all-of-it' });
    await using second = await startService(bus, { controllers: [Defaulted] }, { queueGroup: 'all-of-it' });
    const received = (): number => first.session.metrics.received + second.session.metrics.received;
    const before = received();
    for (let n = 0; n < 10; n++) other.publish(topic('default/a'), json(n));
    for (let n = 0; n < 10; n++) other.publish(topic('default/b'), json(n));
    await until('30 messages', () => received() - before >= 30);
    expect(received() - before).toBe(30);
  });
});
