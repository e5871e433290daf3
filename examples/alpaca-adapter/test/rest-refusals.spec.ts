import { describe, expect, it } from '@jest/globals';
import { read, setUp } from './setup.js';
import { KEY_ID, SECRET_KEY } from './stand-in.js';

const trades = { symbol: 'AAPL', kind: 'trade' } as const;

describe('a refusal of the REST side', () => {
  it.each([
    [401, '{"message":"unauthorized."}', 'ADAPTER_FAILED', /refuses the keys: check ALPACA_KEY_ID.*\(401/],
    [403, '{"message":"subscription does not permit querying recent SIP data"}', 'ADAPTER_FAILED', /plan.*recent SIP/],
    [404, '{"message":"not found"}', 'HISTORY_NOT_FOUND', /nothing there/],
    [404, '404 page not found', 'ADAPTER_FAILED', /check ALPACA_DATA_URL \(404, \/v2\/stocks\/trades\)/],
    [400, '{"message":"invalid symbol: QQQQQ!"}', 'INSTRUMENT_UNKNOWN', /no such symbol/],
    [422, '{"code":42210000,"message":"end should not be before start"}', 'HISTORY_RANGE_INVALID', /range/],
    [422, '{"code":42210000,"message":"error"}', 'ADAPTER_FAILED', /could not answer \(422 error/],
  ])('%d %s is %s', async (status, body, code, text) => {
    const { standIn, adapter } = await setUp();
    standIn.rest = () => ({ status, body });
    const failure = read(adapter, trades);
    await expect(failure).rejects.toMatchObject({ code });
    await expect(failure).rejects.toThrow(text);
    expect(standIn.requests).toHaveLength(1);
  });

  it('does not repeat the keys, whatever the venue says', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = () => ({
      status: 403,
      body: JSON.stringify({ message: `key ${KEY_ID} with ${SECRET_KEY} is revoked` }),
    });
    const error = await read(adapter, trades).catch((reason: unknown) => reason);
    const shown = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
    expect(shown).toContain('key *** with *** is revoked');
    expect(shown).not.toMatch(new RegExp(`${KEY_ID}|${SECRET_KEY}`));
  });

  it('by another host is not followed: the keys stay', async () => {
    const { standIn, adapter } = await setUp();
    const other = (await setUp()).standIn;
    const location = `${other.config.dataUrl}/v2/stocks/trades`;
    standIn.rest = () => ({ status: 302, headers: { location }, body: '' });
    await expect(read(adapter, trades)).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    expect(other.requests).toEqual([]);
  });

  it('says so when nobody answers', async () => {
    const { adapter } = await setUp({}, {}, { dataUrl: 'http://127.0.0.1:1' });
    await expect(read(adapter, trades)).rejects.toThrow(/could not be asked for \/v2\/stocks\/trades: /);
  });
});
