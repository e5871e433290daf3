import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { ReplayMarketData } from '../market-data/replay-market-data.js';
import { leanFolder } from '../test/lean-folder.js';

const FILE = 'crypto/coinbase/minute/btcusd/20200101_trade.zip';
const GOOD = '0,1,1,1,1,1';

async function read(content: string | Uint8Array): Promise<unknown> {
  const adapter = await ReplayMarketData.load({ dataRoot: leanFolder({ [FILE]: content }), venues: ['coinbase'] });
  const [instrument] = await adapter.instruments();
  const toUs = Date.UTC(2020, 0, 2) * 1_000;
  const query = { instrument, kind: 'bar-1m' as const, fromUs: 0, toUs };
  return adapter
    .history(query, () => Promise.resolve(), new AbortController().signal)
    .then(
      () => 'read',
      (error: unknown) => error,
    );
}

describe('a broken minute file', () => {
  it.each([
    ['a column is missing', `${GOOD}\n60000,1,1,1,1`, 2],
    ['a price is text', `${GOOD}\n60000,1,1,x,1,1`, 2],
    ['a price is zero', `0,0,1,0,1,1`, 1],
    ['a price is negative', `0,-1,1,-1,1,1`, 1],
    ['the high is below the close', `0,1,2,1,3,1`, 1],
    ['the time is not of the day', `86400000,1,1,1,1,1`, 1],
    ['the time steps back', `60000,1,1,1,1,1\r\n\r\n0,1,1,1,1,1`, 3],
    ['a size is beyond the exact range', `0,1,1,1,1,1e12`, 1],
  ])('is refused with its line: %s', async (_, content, line) => {
    expect(await read(content)).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE, line } });
  });

  it('is refused when it is no zip, or holds more than one file', async () => {
    expect(await read(strToU8('not a zip'))).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE } });
    const two = zipSync({ 'a.csv': strToU8(GOOD), 'b.csv': strToU8(GOOD) });
    expect(await read(two)).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE } });
    const damaged = zipSync({ 'a.csv': strToU8(GOOD.repeat(100)) }, { level: 0 });
    damaged[60] ^= 1;
    expect(await read(damaged)).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE } });
  });

  it('is not confused with the old way to write times and noisy sizes', async () => {
    expect(await read('0.0,1,1,1,1,124.41876474999998\r\n60000.0,1,1,1,1,\r\n')).toBe('read');
  });
});
