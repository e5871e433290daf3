import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { account, held, instrument, money } from '../testing/positions.js';
import { marketValue, type MarginPosition } from './margin-model.js';
import { HIGH_CAP_INDEX, PortfolioMargin } from './portfolio-margin.js';

const ibm = instrument('IBM');
const msft = instrument('MSFT');
const put = instrument('IBM-P95', { assetClass: 'option', base: 'IBM', multiplier: 100 });
const index = instrument('SPX-F', { assetClass: 'future', base: 'SPX', multiplier: 50 });

/** Value of a put of 95 at expiry; shares in proportion. */
function atExpiry(position: MarginPosition, movePpm: number): bigint {
  const { instrument: of, quantity } = position;
  if (of !== put) return (marketValue(position) * BigInt(1_000_000 + movePpm)) / 1_000_000n;
  const inside = Math.max(0, 9_500 - (10_000 * (1_000_000 + movePpm)) / 1_000_000);
  return BigInt(Math.round(inside)) * BigInt(quantity) * of.moneyFactor;
}

describe('portfolio margin by haircut', () => {
  it('asks 15 % of shares', () => {
    const model = new PortfolioMargin();
    const assessed = expectOk(model.assess(account('-40000', held(ibm, '1000', '50'))));
    expect(assessed).toMatchObject({ equity: money('10000'), initial: money('7500'), maintenance: money('7500') });
    expect(assessed.buyingPower).toBe((money('2500') * 1_000_000n) / 150_000n);
  });

  it('sets off positions of one underlying, and none of another', () => {
    const model = new PortfolioMargin({ underlying: ({ symbol }) => symbol.slice(0, 1) });
    const hedged = expectOk(model.assess(account('0', held(ibm, '100', '50'), held(instrument('I2'), '-60', '50'))));
    expect(hedged.maintenance).toBe(money('300'));
    const apart = expectOk(model.assess(account('0', held(ibm, '100', '50'), held(msft, '-60', '50'))));
    expect(apart.maintenance).toBe(money('1200'));
  });

  it('takes a bought put for what it saves', () => {
    const model = new PortfolioMargin({ valueAfter: atExpiry });
    const position = [held(ibm, '100', '100'), held(put, '1', '2')] as const;
    // At 85 the shares lose 1 500 and the put, worth 200, gains 800.
    expect(expectOk(model.assess(account('0', ...position))).maintenance).toBe(money('700'));
    expect(new PortfolioMargin().assess(account('0', ...position))).toMatchObject({
      refusal: { code: 'MARGIN_INPUT' },
    });
  });

  it('moves an index down by 8 and up by 6 %', () => {
    const model = new PortfolioMargin({ range: () => HIGH_CAP_INDEX });
    expect(expectOk(model.assess(account('0', held(index, '1', '4000')))).maintenance).toBe(money('16000'));
    expect(expectOk(model.assess(account('0', held(index, '-1', '4000')))).maintenance).toBe(money('12000'));
  });

  it('asks 0.375 times the multiplier for a contract that no move hurts', () => {
    const model = new PortfolioMargin({ valueAfter: marketValue });
    expect(expectOk(model.assess(account('0', held(put, '-2', '0.01')))).maintenance).toBe(money('75'));
    expect(expectOk(model.assess(account('0', held(put, '2', '0.01')))).maintenance).toBe(money('2'));
  });
});
