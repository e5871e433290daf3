import { describe, expect, it } from '@jest/globals';
import { parseReplayConfig } from './config.js';

describe('parseReplayConfig', () => {
  it('has defaults for all but the data folder', () => {
    expect(parseReplayConfig({ REPLAY_DATA: '/data' })).toEqual({
      dataRoot: '/data',
      venues: ['coinbase', 'usa', 'oanda', 'binance', 'binance-usdm', 'kraken'],
      feeRate: '0.001',
    });
  });

  it.each([
    [{}, 'REPLAY_DATA'],
    [{ REPLAY_DATA: '/d', REPLAY_VENUES: '../etc' }, 'REPLAY_VENUES'],
    [{ REPLAY_DATA: '/d', REPLAY_VENUES: ' , ' }, 'REPLAY_VENUES'],
    [{ REPLAY_DATA: '/d', PAPER_FEE_RATE: '1e-3' }, 'PAPER_FEE_RATE'],
    [{ REPLAY_DATA: '/d', PAPER_FEE_RATE: '-0.1' }, 'PAPER_FEE_RATE'],
    [{ REPLAY_DATA: '/d', PAPER_FEE_RATE: '1.1' }, 'PAPER_FEE_RATE'],
  ])('refuses %j, naming the variable', (env, variable) => {
    expect(() => parseReplayConfig(env)).toThrow(variable);
  });
});
