import { describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '../risk-builder.js';
import { validateRiskConfig } from './validate.js';

describe('risk configuration', () => {
  it('is what the builder builds, and comes back through JSON', () => {
    const config = RiskBuilder.for('account', 'SIM')
      .maxOrderQuantity('10')
      .maxOrderNotional('50000')
      .maxPosition('20')
      .maxOpenOrders(5)
      .maxGrossNotional('100000')
      .priceCollar({ bps: 500, maxAgeUs: 1_000 })
      .orderRate({ count: 10, windowUs: 1_000_000 })
      .replaceRate({ count: 5, windowUs: 1_000_000 })
      .for('firm')
      .maxOpenOrders(100)
      .build(3);
    expect(config.rules.map(({ scope, id }) => `${scope}/${id}`)).toEqual(['account/SIM', 'firm/all']);
    expect(validateRiskConfig(JSON.parse(JSON.stringify(config)))).toEqual({ ok: true, value: config });
  });

  const rule = { scope: 'account', id: 'SIM' };
  const bad: [string, unknown, string][] = [
    ['no object', 5, 'root'],
    ['an unknown field', { version: 1, rules: [], extra: 1 }, 'extra'],
    ['version 0', { version: 0, rules: [] }, 'version'],
    ['rules that are no list', { version: 1, rules: {} }, 'rules'],
    ['an unknown scope', { version: 1, rules: [{ scope: 'desk', id: 'x' }] }, 'rules[0].scope'],
    ['a firm by name', { version: 1, rules: [{ scope: 'firm', id: 'x' }] }, 'rules[0].id'],
    ['an unknown limit', { version: 1, rules: [{ ...rule, maxLoss: '1' }] }, 'rules[0].maxLoss'],
    ['a number for an amount', { version: 1, rules: [{ ...rule, maxPosition: 5 }] }, 'rules[0].maxPosition'],
    ['a negative amount', { version: 1, rules: [{ ...rule, maxPosition: '-5' }] }, 'rules[0].maxPosition'],
    ['a fraction of orders', { version: 1, rules: [{ ...rule, maxOpenOrders: 1.5 }] }, 'rules[0].maxOpenOrders'],
    [
      'a collar beyond 100 %',
      { version: 1, rules: [{ ...rule, priceCollar: { bps: 10_001 } }] },
      'rules[0].priceCollar.bps',
    ],
    [
      'a collar with more',
      { version: 1, rules: [{ ...rule, priceCollar: { bps: 1, x: 1 } }] },
      'rules[0].priceCollar.x',
    ],
    [
      'a rate without a window',
      { version: 1, rules: [{ ...rule, orderRate: { count: 1 } }] },
      'rules[0].orderRate.windowUs',
    ],
  ];
  it.each(bad)('refuses %s, naming the field', (_name, value, field) => {
    expect(validateRiskConfig(value)).toMatchObject({
      ok: false,
      refusal: { code: 'CONFIG_INVALID', details: { field } },
    });
  });

  it('throws from the builder, where it is a fault of the program', () => {
    expect(() => RiskBuilder.for('firm').maxPosition('-1').build()).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
