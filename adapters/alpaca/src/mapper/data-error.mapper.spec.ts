import { describe, expect, it } from '@jest/globals';
import type { Refused } from '@bourseworks/venue-client';
import { restError, streamFailure } from './data-error.mapper.js';

const refused = (status: number, message: string, body: unknown = { message }): Refused => ({
  kind: 'refused',
  status,
  code: `HTTP_${status}`,
  message,
  retryable: false,
  body,
});

describe('an error of a stream', () => {
  it.each([
    [406, 'occupied', 'ADAPTER_FAILED'],
    [410, 'request', 'KIND_UNSUPPORTED'],
    [411, 'login', 'ADAPTER_LOGIN'],
    [499, 'connection', 'ADAPTER_FAILED'],
    [undefined, 'connection', 'ADAPTER_FAILED'],
  ])('%s is about the %s', (venueCode, scope, code) => {
    expect(streamFailure(venueCode, 'words')).toMatchObject({ scope, error: { code } });
  });
});

describe('a refusal of the REST side', () => {
  it.each([
    [403, 'subscription does not permit querying recent SIP data', 'ADAPTER_FAILED', /plan.*recent SIP/],
    [404, 'not found', 'INSTRUMENT_UNKNOWN', /nothing there/],
    [400, 'invalid symbol: QQQQQ!', 'INSTRUMENT_UNKNOWN', /no such symbol/],
    [422, 'end should not be before start', 'HISTORY_RANGE_INVALID', /range/],
  ])('%d %s is %s', (status, message, code, text) => {
    const error = restError(refused(status, message), '/v2/stocks/trades');
    expect(error).toMatchObject({ code, details: { status } });
    expect(error?.message).toMatch(text);
  });

  it('says no more than its status where that is all', () => {
    const { body: _body, ...page } = refused(404, 'status 404');
    expect(restError(page, '/v2/stocks/trades')).toBeUndefined();
    expect(restError(refused(422, 'error'), '/v2/stocks/trades')).toBeUndefined();
  });
});
