import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMachineCommand } from '@bourseworks/order-engine';
import { commandIdOf, platformCommandId } from './command-ids.js';

const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/);
const account = fc.stringMatching(/^[A-Za-z0-9_.%/-]{1,32}$/);

describe('ids of commands at the OMS', () => {
  it('fit, are the same for the same names, and of no two accounts, kinds or names the same', () => {
    fc.assert(
      fc.property(account, name, account, name, (a, x, b, y) => {
        const ids = [commandIdOf(a, x), commandIdOf(a, 'cancel', x), commandIdOf(a, 'replace', x)];
        expect(new Set([...ids, platformCommandId('kill', x)]).size).toBe(4);
        expect(ids.every((id) => id.length <= 64)).toBe(true);
        expect(commandIdOf(a, x) === commandIdOf(b, y)).toBe(a === b && x === y);
      }),
      { numRuns: 2_000 },
    );
    expect(commandIdOf('a.b', 'c')).not.toBe(commandIdOf('a', 'b.c'));
    // An account may be named like a kind of command: a refused order there must not use up the id of a cancel.
    expect(commandIdOf('a/cancel', 'c')).not.toBe(commandIdOf('a', 'cancel', 'c'));
    expect(commandIdOf('a%2Fcancel', 'c')).not.toBe(commandIdOf('a/cancel', 'c'));
    expect(platformCommandId('kill', 'account', 'a/b', 'c')).not.toBe(platformCommandId('kill', 'account/a', 'b', 'c'));
  });

  it('are never taken for those of a strategy, whatever a client names', () => {
    const strategy = fc.stringMatching(/^[a-z0-9][a-z0-9_.]{0,8}$/);
    fc.assert(
      fc.property(strategy, account, fc.nat(), fc.nat(), (id, of, epoch, sequence) => {
        const sly = `${id}-${epoch}-${sequence + 1}`;
        for (const made of [commandIdOf(of, sly), commandIdOf(id, sly), commandIdOf(of, 'cancel', sly)])
          expect(isMachineCommand(id, made)).toBe(false);
      }),
    );
  });
});
