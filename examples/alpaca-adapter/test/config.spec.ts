import { describe, expect, it } from '@jest/globals';
import { settingStates } from '@bourseworks/ports';
import { parseAlpacaConfig } from '../src/config.js';
import { createAlpacaAdapter, settings } from '../src/index.js';

const ENV = { ALPACA_KEY_ID: 'PKX', ALPACA_SECRET_KEY: 'hush-hush', ALPACA_SYMBOLS: 'AAPL, SPY,BRK.B,AAPL' };

describe('the configuration', () => {
  it('needs two keys and the symbols', () => {
    expect(parseAlpacaConfig(ENV)).toEqual({
      keyId: 'PKX',
      secretKey: 'hush-hush',
      dataUrl: 'https://data.alpaca.markets',
      streamUrl: 'wss://stream.data.alpaca.markets/v2/iex',
      historyFeed: 'iex',
      symbols: ['AAPL', 'SPY', 'BRK.B'],
    });
  });

  it.each([
    ['ALPACA_KEY_ID', ''],
    ['ALPACA_SECRET_KEY', undefined],
    ['ALPACA_SECRET_KEY', 'hush hush'],
    ['ALPACA_SYMBOLS', ' , '],
    ['ALPACA_SYMBOLS', 'AAPL,btc/usd'],
    ['ALPACA_DATA_URL', 'http://data.alpaca.markets'],
    ['ALPACA_DATA_URL', 'https://user:pass@data.alpaca.markets'],
    ['ALPACA_STREAM_URL', 'https://stream.data.alpaca.markets'],
    ['ALPACA_HISTORY_FEED', 'nyse'],
  ])('is refused by the name of %s (%j)', (variable, value) => {
    const parse = (): unknown => parseAlpacaConfig({ ...ENV, [variable]: value });
    expect(parse).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { variable } }));
    expect(parse).toThrow(new RegExp(`^${variable} `));
    expect(parse).not.toThrow(/hush/);
  });

  it('lists its variables, the keys as secrets', () => {
    const { states } = settingStates(settings.settings, ENV);
    const shown = states.map(({ name, value, secret }) => [name, secret ? 'secret' : value]);
    expect(Object.fromEntries(shown)).toEqual({
      ALPACA_KEY_ID: 'secret',
      ALPACA_SECRET_KEY: 'secret',
      ALPACA_SYMBOLS: 'AAPL, SPY,BRK.B,AAPL',
      ALPACA_STREAM_URL: 'wss://stream.data.alpaca.markets/v2/iex',
      ALPACA_HISTORY_FEED: null,
      ALPACA_DATA_URL: 'https://data.alpaca.markets',
    });
    expect(() => settings.check?.({ ...ENV, ALPACA_KEY_ID: '' })).toThrow(/^ALPACA_KEY_ID is missing/);
  });

  it('takes the feed of history from the stream unless it is named', () => {
    const feed = (env: object): string => parseAlpacaConfig({ ...ENV, ...env }).historyFeed;
    const stream = (name: string): object => ({ ALPACA_STREAM_URL: `wss://stream.data.alpaca.markets/v2/${name}` });
    expect([feed(stream('sip')), feed(stream('delayed_sip')), feed(stream('test'))]).toEqual(['sip', 'sip', '']);
    expect(feed({ ...stream('iex'), ALPACA_HISTORY_FEED: 'sip' })).toBe('sip');
  });

  it('makes an adapter for market data alone, whose configuration a thread can be handed', () => {
    const adapter = createAlpacaAdapter(ENV);
    expect([adapter.name, adapter.venues, adapter.createBroker]).toEqual(['alpaca', ['alpaca'], undefined]);
    expect(adapter.marketData?.moduleUrl).toMatch(/^file:.*\/market-data\.js$/);
    expect(structuredClone(adapter.marketData?.config)).toEqual(parseAlpacaConfig(ENV));
  });
});
