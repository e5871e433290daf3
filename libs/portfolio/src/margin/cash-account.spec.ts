import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { account, held, instrument, money } from '../testing/positions.js';
import { CashAccount } from './cash-account.js';
import { permits } from './margin-model.js';

const ibm = instrument('IBM');
const model = new CashAccount();

describe('a cash account', () => {
  it.each([
    ['all cash', account('10000'), '10000', '10000', '0'],
    ['half of it in shares that rose', account('5000', held(ibm, '100', '50', '60')), '11000', '5000', '0'],
    ['overdrawn', account('-200', held(ibm, '100', '50')), '4800', '0', '200'],
  ])('%s: equity, buying power, call', (_, input, equity, power, call) => {
    const assessed = expectOk(model.assess(input));
    expect([assessed.equity, assessed.buyingPower, assessed.call]).toEqual([money(equity), money(power), money(call)]);
  });

  it('holds nothing short, and buys only what it can pay', () => {
    expect(model.assess(account('1000', held(ibm, '-1', '50')))).toMatchObject({
      refusal: { code: 'MARGIN_SHORT_FORBIDDEN' },
    });
    const input = account('5000');
    expect(permits(model, input, { instrument: ibm, quantity: 100, price: 5_000 }).ok).toBe(true);
    expect(permits(model, input, { instrument: ibm, quantity: 100, price: 5_000, fee: 1n })).toMatchObject({
      refusal: { code: 'MARGIN_INSUFFICIENT' },
    });
  });

  it('takes no position of another currency', () => {
    const sap = instrument('SAP', { currency: 'EUR' });
    expect(model.assess(account('1', held(sap, '1', '50')))).toMatchObject({ refusal: { code: 'MARGIN_INPUT' } });
  });
});
