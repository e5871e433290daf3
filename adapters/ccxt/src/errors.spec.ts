import { describe, expect, it } from '@jest/globals';
import * as errors from '../test/errors.js';
import { faultOf } from './errors.js';

describe('errors of ccxt', () => {
  it.each([
    [new errors.NetworkError('hang up'), 'UNKNOWN', undefined],
    [new errors.RequestTimeout('late'), 'UNKNOWN', undefined],
    [new errors.ExchangeNotAvailable('503'), 'UNKNOWN', undefined],
    [new errors.BadResponse('<html>'), 'UNKNOWN', undefined],
    [new errors.ExchangeError('something of its own'), 'UNKNOWN', undefined],
    [new TypeError('a bug in between'), 'UNKNOWN', undefined],
    ['no error at all', 'UNKNOWN', undefined],
    [new errors.RateLimitExceeded('429'), 'RETRYABLE', undefined],
    [new errors.InvalidOrder('no'), 'FINAL', undefined],
    [new errors.InsufficientFunds('no'), 'FINAL', undefined],
    [new errors.AuthenticationError('no'), 'FINAL', 'ADAPTER_LOGIN'],
    [new errors.OrderNotFound('no'), 'FINAL', 'ORDER_UNKNOWN'],
  ] as const)('%s is %s', (error, kind, code) => expect(faultOf(error)).toMatchObject({ kind, code }));

  it('tell a duplicate from other refusals: the order is there', () => {
    expect(faultOf(new errors.DuplicateOrderId('again'))).toMatchObject({ kind: 'FINAL', duplicate: true });
  });

  it.each([
    [new errors.RequestTimeout('late'), { connection: true, authentication: false, sequence: false }],
    [new errors.RateLimitExceeded('429'), { connection: true, authentication: false, sequence: false }],
    [new errors.AuthenticationError('no'), { connection: false, authentication: true, sequence: false }],
    [new errors.ChecksumError('the book'), { connection: false, authentication: false, sequence: true }],
    [new TypeError('a bug in between'), { connection: false, authentication: false, sequence: false }],
  ])('tell of a stream what is to be done: %s', (error, told) => expect(faultOf(error)).toMatchObject(told));
});
