import { describe, expect, it } from '@jest/globals';
import { MetadataScanner } from '@nestjs/core';
import { EventPattern as NestEventPattern, MessagePattern as NestMessagePattern } from '@nestjs/microservices';
import * as constants from '../../../../node_modules/@nestjs/microservices/constants.js';
import { ListenerMetadataExplorer } from '../../../../node_modules/@nestjs/microservices/listener-metadata-explorer.js';
import { EventPattern, MessagePattern, readPatterns, STRATEGY_TRANSPORT } from './pattern.decorators.js';

class Base {
  @MessagePattern('status')
  status(): string {
    return 'base';
  }
}

class Decorated extends Base {
  @MessagePattern('parameters', { role: 'trader' })
  parameters(): number {
    return 1;
  }

  @EventPattern('nudge')
  nudge(): void {}

  plain(): void {}
}

class Peer {
  @NestMessagePattern('parameters', STRATEGY_TRANSPORT, { role: 'trader' })
  parameters(): number {
    return 1;
  }

  @NestEventPattern<string>('nudge', STRATEGY_TRANSPORT)
  nudge(): void {}
}

describe('the pattern decorators of the kit', () => {
  it('are read by Nest’s own scanner like its own decorators', () => {
    const explorer = new ListenerMetadataExplorer(new MetadataScanner());
    const strip = (found: ReturnType<typeof explorer.explore>) =>
      found.map(({ targetCallback: _callback, ...rest }) => rest).filter(({ methodKey }) => methodKey !== 'status');
    expect(strip(explorer.explore(new Decorated() as never))).toEqual(strip(explorer.explore(new Peer())));
  });

  it('write no metadata key that Nest does not have', () => {
    const keys = Reflect.getMetadataKeys(
      Object.getOwnPropertyDescriptor(Decorated.prototype, 'parameters')?.value as object,
    ).filter((key) => String(key).startsWith('microservices:'));
    const known: unknown[] = Object.values(constants);
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(known).toContain(key);
  });

  it('give the table of a strategy, base classes included', () => {
    expect(readPatterns(new Decorated())).toEqual([
      { method: 'parameters', pattern: 'parameters', event: false, extras: { role: 'trader' } },
      { method: 'nudge', pattern: 'nudge', event: true, extras: {} },
      { method: 'status', pattern: 'status', event: false, extras: {} },
    ]);
  });

  it('refuse the same pattern twice', () => {
    class Twice extends Base {
      @MessagePattern('status')
      other(): void {}
    }
    expect(() => readPatterns(new Twice())).toThrow('pattern status is on other and on status');
  });
});
