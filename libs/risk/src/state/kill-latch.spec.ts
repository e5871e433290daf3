import { describe, expect, it } from '@jest/globals';
import { KillLatch } from './kill-latch.js';

describe('KillLatch', () => {
  it('blocks by firm, account or strategy until each is re-armed', () => {
    const latch = new KillLatch();
    const entry = { actor: 'ann', reason: 'test', us: 1, sequence: 1 };
    expect(latch.blocks('A', 's')).toBeUndefined();
    latch.kill({ scope: 'account', id: 'A', ...entry });
    latch.kill({ scope: 'strategy', id: 's', ...entry });
    expect(latch.blocks('A', 't')?.id).toBe('A');
    expect(latch.blocks('B', 's')?.id).toBe('s');
    expect(latch.blocks('B', 't')).toBeUndefined();
    latch.kill({ scope: 'firm', id: 'all', ...entry });
    expect(latch.blocks('B', 't')?.scope).toBe('firm');
    latch.rearm('account', 'A');
    latch.rearm('firm', 'all');
    expect(latch.blocks('A', 't')).toBeUndefined();
    expect(latch.blocks('A', 's')?.scope).toBe('strategy');
    expect(latch.all()).toHaveLength(1);
  });
});
