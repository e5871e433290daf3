import { describe, expect, it } from '@jest/globals';
import { parseKrakenConfig } from './config.js';
import { KrakenAdapter } from './kraken.adapter.js';

describe('the adapter of Kraken', () => {
  it('has its history kept, that of each address apart, but of no address that is too long for it', () => {
    const historyOf = (url: string) => new KrakenAdapter({ ...parseKrakenConfig({}), url }).marketData.history;
    expect(historyOf('https://one.example')).toEqual({ source: 'https://one.example', latenessUs: 60_000_000 });
    expect(historyOf('https://two.example')?.source).toBe('https://two.example');
    expect(historyOf(`https://${'x'.repeat(200)}.example`)).toBeUndefined();
  });
});
