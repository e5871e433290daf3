import { describe, expect, it } from '@jest/globals';
import { RISK_CASES, RiskDesk, type RiskCase } from '../test/risk/index.js';

function arranged(one: RiskCase): RiskDesk {
  const desk = new RiskDesk(one.rules);
  one.arrange?.(desk);
  return desk;
}

/** The process dies; the broker still has the resting order, and the market goes on. */
function restarted(desk: RiskDesk): RiskDesk {
  desk.release();
  desk.restart();
  desk.market();
  return desk;
}

describe.each(RISK_CASES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  it('one below its limit passes', () => {
    expect(one.attempt(arranged(one), -1)).toBe('OK');
  });

  it(one.refusedAtLimit === true ? 'refuses at its limit' : 'passes at its limit', () => {
    expect(one.attempt(arranged(one), 0)).toBe(one.refusedAtLimit === true ? one.code : 'OK');
  });

  it(`refuses one above its limit as ${one.code}, leaving nothing behind`, () => {
    const desk = arranged(one);
    expect(one.attempt(desk, 1)).toBe(one.code);
    expect(() => desk.replayed()).not.toThrow();
  });

  it('holds for orders that come together', () => {
    expect(one.together(arranged(one))).toEqual(one.expected);
  });

  it('holds in the same way after a restart', () => {
    expect(one.attempt(restarted(arranged(one)), 1)).toBe(one.code);
    expect(one.attempt(restarted(arranged(one)), -1)).toBe('OK');
  });

  it('never stops a cancel', () => {
    const desk = arranged(one);
    one.attempt(desk, 1);
    const { code } = desk.cancel(desk.resting, { strategy: 'rest' });
    // A halt or a kill may have asked for it already.
    expect(code === undefined || desk.state(desk.resting, 'rest').startsWith('PendingCancel')).toBe(true);
  });
});

describe('the checks of the chain', () => {
  it('are all here', () => {
    expect(RISK_CASES.length * 6).toBeGreaterThanOrEqual(150);
  });
});
