import { describe, expect, it } from '@jest/globals';
import { ReadinessRegistry } from './readiness-registry.js';

describe('ReadinessRegistry', () => {
  it('is ready when every indicator is up', async () => {
    const registry = new ReadinessRegistry();
    let up = false;
    registry.register('journal', () => ({ up: true }));
    registry.register('session', () => Promise.resolve({ up, detail: { broker: 'a' } }));
    expect(await registry.isReady()).toBe(false);
    up = true;
    expect(await registry.check()).toEqual([
      { name: 'journal', up: true },
      { name: 'session', up: true, detail: { broker: 'a' } },
    ]);
  });

  it('counts a probe that throws or never answers as down, with the reason', async () => {
    const registry = new ReadinessRegistry();
    registry.register('throws', () => Promise.reject(new Error('no session')));
    registry.register('hangs', () => new Promise(() => undefined));
    expect(await registry.check(20)).toEqual([
      { name: 'throws', up: false, detail: { reason: 'no session' } },
      { name: 'hangs', up: false, detail: { reason: 'no answer in 20 ms' } },
    ]);
  });

  it('refuses a second indicator of one name until the first is taken away', () => {
    const registry = new ReadinessRegistry();
    const remove = registry.register('session', () => ({ up: true }));
    expect(() => registry.register('session', () => ({ up: true }))).toThrow('registered already');
    remove();
    expect(() => registry.register('session', () => ({ up: true }))).not.toThrow();
  });

  it('is not ready any more once the service stops', async () => {
    const registry = new ReadinessRegistry();
    registry.onModuleDestroy();
    expect(await registry.isReady()).toBe(false);
  });
});
