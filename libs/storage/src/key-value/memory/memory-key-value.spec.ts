import { describe, expect, it } from '@jest/globals';
import { VirtualClock, describeKeyValueContract } from '@bourseworks/testkit';
import { SteppedClock } from '../../../test/stepped-clock.js';
import { MemoryKeyValue, MemoryStore } from './memory-key-value.js';

describeKeyValueContract('memory', {
  controls: ['stepWall'],
  start: async () => {
    const clock = new SteppedClock();
    const store = new MemoryStore(clock);
    return {
      clock,
      open: async () => new MemoryKeyValue(store),
      pass: async (us) => clock.advance(us),
      stepWall: async (us) => clock.step(us),
      close: async () => undefined,
    };
  },
});

describe('the store in memory', () => {
  it('has a bound on all entries together, and sweeps out what has run out first', async () => {
    const clock = new VirtualClock();
    const client = new MemoryKeyValue(new MemoryStore(clock));
    for (let bag = 0; bag < 10; bag++)
      for (let member = 0; member < 9_000; member++) await client.putIn(`b${bag}`, `m${member}`, '', 1_000_000);
    for (let key = 0; key < 9_999; key++) await client.put(`k${key}`, '');
    await client.acquire('lease', 'owner', 2_000_000);
    await expect(client.put('one more', '')).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    await expect(client.putIn('b0', 'one more', '', 1_000_000)).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    await expect(client.acquire('another', 'owner', 1_000)).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    await client.put('k7', 'there already');
    clock.advance(1_000_000);
    await client.put('one more', '');
    expect((await client.list('b0')).size).toBe(0);
    expect((await client.get('k7'))?.value).toBe('there already');
  });
});
