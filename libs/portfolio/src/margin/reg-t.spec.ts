import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { account, held, instrument, money } from '../testing/positions.js';
import { permits } from './margin-model.js';
import { REG_T_RATES, RegTMargin } from './reg-t.js';

const ibm = instrument('IBM');
const model = new RegTMargin();

describe('Regulation T and FINRA 4210', () => {
  it('the SEC’s example: 16 000 of shares, half of it borrowed, fall to 12 000', () => {
    // "Margin: Borrowing Money to Pay for Stocks": equity 4 000, 3 000 needed at 25 %.
    const bought = expectOk(model.assess(account('-8000', held(ibm, '160', '100'))));
    expect(bought).toMatchObject({ equity: money('8000'), initial: money('8000'), buyingPower: 0n, call: 0n });
    const fallen = expectOk(model.assess(account('-8000', held(ibm, '160', '100', '75'))));
    expect(fallen).toMatchObject({
      equity: money('4000'),
      maintenance: money('3000'),
      excess: money('1000'),
      call: 0n,
    });
  });

  it('the same at a house rate of 40 % is called for 800', () => {
    const house = new RegTMargin({ ...REG_T_RATES, longPpm: 400_000n });
    const fallen = expectOk(house.assess(account('-8000', held(ibm, '160', '100', '75'))));
    expect(fallen).toMatchObject({ maintenance: money('4800'), call: money('800') });
  });

  it('a short sale of 5 000 needs 150 %, its proceeds included, and 30 % once it rose to 6 000', () => {
    const sold = expectOk(model.assess(account('7500', held(ibm, '-100', '50'))));
    expect(sold).toMatchObject({ equity: money('2500'), initial: money('2500'), available: 0n });
    const risen = expectOk(model.assess(account('7500', held(ibm, '-100', '50', '60'))));
    expect(risen).toMatchObject({ equity: money('1500'), maintenance: money('1800'), call: money('300') });
  });

  it.each([
    ['2', '250'],
    ['4', '400'],
    ['4.99', '499'],
    ['5', '500'],
    ['10', '500'],
    ['16.67', '500.1'],
    ['60', '1800'],
  ])('100 shares short at %s need %s to stay', (price, least) => {
    const assessed = expectOk(model.assess(account('10000', held(ibm, '-100', price))));
    expect(assessed.maintenance).toBe(money(least));
  });

  it('lends twice the free equity, and nothing below 2 000', () => {
    expect(expectOk(model.assess(account('10000'))).buyingPower).toBe(money('20000'));
    expect(expectOk(model.assess(account('5000', held(ibm, '100', '50')))).buyingPower).toBe(money('15000'));
    expect(expectOk(model.assess(account('1999'))).buyingPower).toBe(money('1999'));
  });

  it('refuses what exceeds it, and lets a reduction pass under a call', () => {
    const input = account('-8000', held(ibm, '160', '100', '60'));
    expect(expectOk(model.assess(input)).call).toBe(money('800'));
    expect(permits(model, input, { instrument: ibm, quantity: 1, price: 6_000 })).toMatchObject({
      refusal: { code: 'MARGIN_INSUFFICIENT' },
    });
    expect(permits(model, input, { instrument: ibm, quantity: -10, price: 6_000 }).ok).toBe(true);
  });

  it('is for shares', () => {
    const btc = instrument('BTC', { assetClass: 'crypto' });
    expect(model.assess(account('1', held(btc, '1', '50')))).toMatchObject({ refusal: { code: 'MARGIN_INPUT' } });
  });
});
