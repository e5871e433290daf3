import { describe, expect, it } from '@jest/globals';
import { ParkedEffects } from './parked-effects.js';

describe('ParkedEffects', () => {
  it('releases in order, up to what is durable', () => {
    const effects = new ParkedEffects<string>();
    const ran: string[] = [];
    for (const [sequence, effect] of [
      [1, 'a'],
      [2, 'b'],
      [2, 'c'],
      [5, 'd'],
    ] as const)
      effects.park(sequence, effect);
    expect(effects.release(2, (e) => ran.push(e))).toBe(3);
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(effects.release(4, (e) => ran.push(e))).toBe(0);
    expect(effects.release(5, (e) => ran.push(e))).toBe(1);
    expect(effects.size).toBe(0);
  });

  it('takes one back as long as it was not released', () => {
    const effects = new ParkedEffects<string>();
    const ran: string[] = [];
    const takeBack = effects.park(1, 'send');
    effects.park(1, 'reply');
    expect(takeBack()).toBe(true);
    expect(takeBack()).toBe(false);
    effects.release(1, (e) => ran.push(e));
    expect(ran).toEqual(['reply']);
    const late = effects.park(2, 'gone');
    effects.release(2, () => undefined);
    expect(late()).toBe(false);
  });

  it('keeps order over many, and does not grow', () => {
    const effects = new ParkedEffects<number>();
    const ran: number[] = [];
    for (let i = 1; i <= 20_000; i++) {
      effects.park(i, i);
      if (i % 3 === 0) effects.release(i - 1, (e) => ran.push(e));
    }
    effects.release(20_000, (e) => ran.push(e));
    expect(ran).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1));
  });

  it('does not take a lower sequence', () => {
    const effects = new ParkedEffects<string>();
    effects.park(5, 'a');
    expect(() => effects.park(4, 'b')).toThrow(RangeError);
  });
});
