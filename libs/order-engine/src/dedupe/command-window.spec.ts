import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommandWindow, MAX_EPOCHS, MAX_GAPS } from './command-window.js';

describe('CommandWindow', () => {
  it('never takes a sequence twice, and takes each once within the bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 300 }), (sequences) => {
        const window = new CommandWindow();
        const seen = new Set<number>();
        for (const sequence of sequences) {
          expect(window.look(1, sequence)).toBe(seen.has(sequence) ? 'seen' : 'new');
          window.note(1, sequence);
          seen.add(sequence);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never takes one twice beyond the bounds either', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 6 * MAX_GAPS })), {
          maxLength: 60,
        }),
        (list) => {
          const window = new CommandWindow();
          const seen = new Set<string>();
          for (const [epoch, sequence] of list) {
            const look = window.look(epoch, sequence);
            if (seen.has(`${epoch}-${sequence}`)) expect(look).not.toBe('new');
            if (look !== 'new') continue;
            window.note(epoch, sequence);
            seen.add(`${epoch}-${sequence}`);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives up the oldest gaps and epochs', () => {
    const window = new CommandWindow();
    window.note(1, 2 * MAX_GAPS + 1);
    expect(window.look(1, MAX_GAPS)).toBe('too-old');
    expect(window.look(1, MAX_GAPS + 1)).toBe('new');
    window.note(1, 2 * MAX_GAPS + 3);
    expect(window.look(1, MAX_GAPS + 1)).toBe('too-old');
    expect(window.look(1, 2 * MAX_GAPS + 2)).toBe('new');
    for (let epoch = 2; epoch <= MAX_EPOCHS + 1; epoch++) window.note(epoch, 1);
    expect(window.look(1, 9_999_999)).toBe('too-old');
  });
});
