import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { OrderRequest } from './orders.js';

const good = {
  commandId: 'pts-1-1',
  account: 'SIM',
  strategy: 'pts',
  sentTime: '1504396800000000000',
  venue: 'sim',
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: '1.5',
  price: '100.25',
};

function faults(body: object): string[] {
  return validateSync(plainToInstance(OrderRequest, body), { whitelist: true, forbidNonWhitelisted: true }).map(
    (e) => e.property,
  );
}

describe('OrderRequest', () => {
  it('takes a complete order, with or without a step', () => {
    expect(faults(good)).toEqual([]);
    expect(faults({ ...good, step: { run: 'r', n: 1, round: 0, sequence: 1 } })).toEqual([]);
    expect(faults({ ...good, claim: 'x'.repeat(2_048) })).toEqual([]);
  });

  it.each([
    ['quantity', '-1'],
    ['quantity', '1e5'],
    ['quantity', 1.5],
    ['price', ' 1'],
    ['side', 'HOLD'],
    ['type', 'PEGGED'],
    ['timeInForce', 'SOON'],
    ['strategy', 'has-dash'],
    ['account', ''],
    ['symbol', 'a\u0007b'],
    ['sentTime', '2017-09-03'],
    ['step', { run: 'r', n: -1, round: 0, sequence: 1 }],
    ['claim', 'x'.repeat(2_049)],
    ['claim', {}],
    ['surprise', true],
  ])('refuses %s = %j', (field, value) => {
    expect(faults({ ...good, [field]: value })).toEqual([field]);
  });
});
