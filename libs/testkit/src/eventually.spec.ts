import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';

describe('eventually', () => {
  it('tries again until there is a value', async () => {
    let calls = 0;
    expect(await eventually(() => (++calls > 3 ? calls : undefined), { everyMs: 1 })).toBe(4);
  });

  it('ends with the last error, or names what did not come', async () => {
    const quick = { timeoutMs: 5, everyMs: 1, what: 'the order' };
    await expect(eventually(() => false, quick)).rejects.toThrow('the order did not come true within 5 ms');
    await expect(eventually(() => Promise.reject(new Error('still down')), quick)).rejects.toThrow('still down');
  });
});
