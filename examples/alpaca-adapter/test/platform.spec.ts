import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startProcess } from '@bourseworks/testkit';
import { nanos, TestService } from '../../../apps/market-data/test/service.js';
import { OutsideProject } from '../../../test/support/outside-project.js';
import { startMarket } from './market.js';
import { KEY_ID, SECRET_KEY, type StandIn } from './stand-in.js';

const project = new OutsideProject('alpaca-adapter');
const adapters = `sim,${project.built('index.js')}#createAlpacaAdapter`;
let standIn: StandIn;
let service: TestService;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  expect(project.compile(7)).toEqual({ code: 0, output: '' });
  standIn = await startMarket();
  const { dataUrl, streamUrl } = standIn.config;
  env = {
    ADAPTERS: adapters,
    ALPACA_KEY_ID: KEY_ID,
    ALPACA_SECRET_KEY: SECRET_KEY,
    ALPACA_SYMBOLS: 'AAPL,SPY',
    ALPACA_DATA_URL: dataUrl,
    ALPACA_STREAM_URL: streamUrl,
  };
  service = await TestService.start(env);
}, 60_000);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await standIn.stop();
});

describe('the adapter in the platform', () => {
  it('serves history over the bus', async () => {
    const query = { requestId: 'h', venue: 'alpaca', symbol: 'AAPL', kind: 'bar-1m' };
    const range = { from: nanos('2024-01-02T15:00Z'), to: nanos('2024-01-02T16:00Z') };
    const { parts, code } = await service.history({ ...query, ...range });
    expect(code).toBeUndefined();
    expect(parts[0].instrument).toMatchObject({ tickSize: '0.01', lotSize: '1', currency: 'USD' });
    expect(parts.flatMap(({ items }) => items)).toEqual([
      {
        start: nanos('2024-01-02T15:00Z'),
        end: nanos('2024-01-02T15:01Z'),
        open: 186.0123,
        high: 187,
        low: 185.5,
        close: 186.5,
        volume: 12_345,
        trades: 210,
      },
    ]);
  });

  it('shows live quotes to `bourse watch`', async () => {
    const watch = startProcess({
      entry: 'apps/cli/src/main.js',
      args: ['watch', 'AAPL', '--venue', 'alpaca', '--count', '2', '--json', '--url', service.login.url],
    });
    const { code } = await watch.exited;
    expect({ code, said: code === 0 ? '' : watch.tail() }).toEqual({ code: 0, said: '' });
    const items = watch.lines.map((line) => line['item']);
    expect(items).toEqual(
      Array(2).fill(expect.objectContaining({ bid: 186.49, bidSize: 200, ask: 186.51, askSize: 100 })),
    );
  });

  it('tells all who listen when the connection is lost and back', async () => {
    const statuses = await service.listen<{ state: string }>('marketdata/status/v1/alpaca/>');
    const request = { requestId: 'l', venue: 'alpaca', symbol: 'SPY', kind: 'trade', subscriber: 'test' };
    expect(await service.ask('marketdata/request/live', request)).toMatchObject({
      topic: 'marketdata/live/v1/trade/alpaca/SPY',
    });
    standIn.cut();
    const states = (): string[] => statuses.map(({ body }) => body.state);
    await eventually(() => states().filter((state) => state === 'LIVE').length === 2);
    expect(states()).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('keeps the keys out of every log line', () => {
    const lines = JSON.stringify(service.process.lines);
    expect(lines).toContain('alpaca');
    expect(lines).not.toMatch(new RegExp(`${KEY_ID}|${SECRET_KEY}`));
  });
});
