import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyHash } from './body-hash.js';

const body = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 12 }), { maxKeys: 8 });

describe('the hash of what was asked for', () => {
  it('does not see the order of fields, nor those that were left out, but everything else', () => {
    fc.assert(
      fc.property(body, fc.string({ maxLength: 8 }), fc.string({ maxLength: 12 }), (one, field, value) => {
        const turned = Object.fromEntries(Object.entries(one).toReversed());
        expect(bodyHash(turned)).toBe(bodyHash(one));
        expect(bodyHash({ ...one, more: undefined })).toBe(bodyHash(one));
        const other = { ...one, [field]: value };
        expect(bodyHash(other) === bodyHash(one)).toBe(Object.hasOwn(one, field) && one[field] === value);
      }),
    );
  });

  it('says the same of what is nested', () => {
    const one = {
      kind: 'OCO',
      orders: [
        { role: 'LEG', price: '1' },
        { role: 'LEG', price: '2' },
      ],
    };
    const turned = { orders: one.orders.map(({ role, price }) => ({ price, role, more: undefined })), kind: 'OCO' };
    expect(bodyHash(turned)).toBe(bodyHash(one));
    expect(bodyHash({ ...one, orders: one.orders.toReversed() })).not.toBe(bodyHash(one));
    expect(
      bodyHash({
        ...one,
        orders: [
          { role: 'LEG', price: '1' },
          { role: 'LEG', price: '3' },
        ],
      }),
    ).not.toBe(bodyHash(one));
  });
});
