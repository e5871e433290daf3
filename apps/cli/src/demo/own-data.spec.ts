import { describe, expect, it } from '@jest/globals';
import { recordedFeed } from './feeds.js';
import { recordedRun } from './recorded-run.js';
import { simulatedRun } from './simulated-run.js';

const options = { cash: '1000000', seconds: '10', json: false, fee: '0.001', data: 'somewhere' };

describe('what services of the demo keep', () => {
  const feed = recordedFeed({ feed: 'lean', ...options });
  it.each([
    ['simulated', simulatedRun(options, 'own')],
    ['recorded', recordedRun(feed, options, 'own')],
  ])('%s: is in the folder of the demo, or in none: a platform beside it shares nothing with it', (_, run) => {
    const { 'market-data': marketData, oms, 'strategy-host': host, broker } = run.env;
    for (const env of [marketData, oms, host]) expect(env).toMatchObject({ DATA_DIR: 'own' });
    expect(marketData).toMatchObject({ REDIS_URL: '' });
    expect(broker).toMatchObject({ BROKER_SPOOL: 'memory' });
  });
});
