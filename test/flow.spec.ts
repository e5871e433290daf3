import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type LogLine } from '@bourseworks/testkit';
import { RunningPlatform } from './support/running-platform.js';

const TIMEOUT_MS = 150_000;
const STRATEGIES = [
  // Averages this short cross within seconds: the story needs a trade, not a profit.
  {
    id: 'ma',
    type: 'moving-average',
    account: 'SIM',
    parameters: { venue: 'sim', symbol: 'BTCUSD', kind: 'bar-1s', fast: 2, slow: 4 },
  },
  { id: 'pts', type: 'pairs-trading', account: 'SIM', parameters: {} },
];

let platform: RunningPlatform;
let first: LogLine | undefined;
beforeAll(async () => {
  platform = await RunningPlatform.start({ STRATEGIES: JSON.stringify(STRATEGIES) });
  first = await eventually(() => platform.events('order.Trade', 'oms')[0], { timeoutMs: 90_000, what: 'a trade' });
  await eventually(() => platform.events('portfolio.updated', 'oms').some((line) => line['strategy'] === 'ma'), {
    timeoutMs: 10_000,
    what: 'figures of the strategy',
  });
}, TIMEOUT_MS);
afterAll(async () => {
  await platform.stop();
}, 60_000);

/** Services and events of one correlation id, in the order of the log. */
function story(id: unknown): string[] {
  return platform.lines
    .filter((line) => line['correlationId'] === id)
    .map((line) => `${String(line['service'])} ${String(line['event'])}`);
}

describe('what the log tells', () => {
  it('a history request, through the services, and that it was served', () => {
    const [requested] = platform.events('history.requested', 'strategy-host');
    const told = story(requested?.['correlationId']);
    expect(told).toEqual(
      expect.arrayContaining([
        'strategy-host history.requested',
        'market-data request.received',
        'market-data request.served',
        'market-data history.served',
        'strategy-host history.served',
      ]),
    );
    const [served] = platform.events('history.served', 'market-data');
    expect(served?.['items']).toBeGreaterThan(50);
  });

  it('a stream that started, joined by everyone else', () => {
    const started = platform.events('stream.started', 'market-data').map((line) => line['topic']);
    expect(started).toContain('marketdata/live/v1/bar-1s/sim/BTCUSD');
    expect(new Set(started).size).toBe(started.length);
  });

  it('the decision and its reason, then the order, from the strategy to the last fill under one id', () => {
    const [decision] = platform
      .events('strategy.decision', 'strategy-host')
      .filter((line) => line['action'] !== 'warm-up');
    expect(decision?.['reason']).toEqual(expect.any(String));
    const told = story(first?.['correlationId']);
    // Lines of one process come in order; those of two processes may overtake each other on their way to the launcher.
    const ofOms = told.filter((step) => step.startsWith('oms '));
    expect(ofOms.slice(0, 2)).toEqual(['oms order.submit_received', 'oms order.PendingNew']);
    expect(ofOms.at(-1)).toBe('oms order.Trade');
    expect(told).toContain('strategy-host order.sent');
    expect(told).toContain('strategy-host order.event');
    expect(first).toMatchObject({ venueTime: expect.stringMatching(/^\d{19}$/) as unknown });
  });

  it('running PnL, risk taken and capital used', () => {
    const figures = platform.events('portfolio.updated', 'oms').findLast((line) => line['strategy'] === 'all');
    for (const name of [
      'cash',
      'equity',
      'realizedPnl',
      'unrealizedPnl',
      'fees',
      'grossExposure',
      'netExposure',
      'reserved',
    ]) {
      expect([name, figures?.[name]]).toEqual([name, expect.stringMatching(/^-?\d+\.\d{2,}$/)]);
    }
  });

  it('health, readiness and metrics on each service', async () => {
    for (const [name, address] of Object.entries(platform.http)) {
      for (const path of ['/health/live', '/health/ready', '/health', '/metrics']) {
        const response = await fetch(address + path);
        expect([name, path, response.status]).toEqual([name, path, 200]);
        expect((await response.text()).length).toBeGreaterThan(10);
      }
    }
  });

  it('when a stream ended and how many messages it carried', async () => {
    await platform.stop();
    const ended = platform
      .events('stream.ended', 'market-data')
      .find((line) => line['topic'] === 'marketdata/live/v1/bar-1s/sim/BTCUSD');
    expect(ended?.['items']).toBeGreaterThan(1);
    expect(ended?.['durationMs']).toBeGreaterThan(0);
    expect(platform.lines.some((line) => line['level'] === 'error' || line['level'] === 'fatal')).toBe(false);
  }, 60_000);
});
