import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoricalDataPartShape, LiveDataReplyShape, StrategyControlReplyShape } from '@bourseworks/dto';
import { entry, eventually, repoRoot } from '@bourseworks/testkit';
import { OutsideProject } from './support/outside-project.js';
import { RunningPlatform } from './support/running-platform.js';

const STRATEGY = 'mean-reversion.strategy.js#MeanReversionStrategy';
const ADAPTER = 'csv.adapter.js#createCsvAdapter';

/** Modules that a user got wrong, and what the host says of each; `#Mine` is asked for. */
const WRONG: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  syntax: ['export class Mine extends {', 'PLUGIN_INVALID', /could not be loaded: SyntaxError/],
  throws: ["throw new Error('no licence');", 'PLUGIN_INVALID', /could not be loaded: Error: no licence/],
  lacks: ['export class Yours {}', 'PLUGIN_INVALID', /does not export Mine; it exports Yours/],
  plain: ['export class Mine {}', 'PLUGIN_INVALID', /exports Mine, which is no class that extends Strategy/],
  inner: ["import '@bourseworks/ring';", 'PLUGIN_IMPORT', /imports @bourseworks\/ring, which is not for use/],
};

const strategyProject = new OutsideProject('strategy-outside');
const adapterProject = new OutsideProject('adapter-outside');
let platform: RunningPlatform;

const spec = (id: string, type: string, parameters: object = {}): object => ({ id, type, account: 'SIM', parameters });

function strategies(): object[] {
  const [file, name] = strategyProject.built(STRATEGY).split('#');
  const eager = { kind: 'bar-1s', length: 5, entry: 0.2 };
  return [
    spec('absolute', `${file}#${name}`, { ...eager, symbol: 'SOLUSD' }),
    spec('relative', `${relative(process.cwd(), file)}#${name}`, { ...eager, symbol: 'BTCUSD', quantity: 0.01 }),
    spec('built_in', 'moving-average', { symbol: 'ETHUSD', kind: 'bar-1s' }),
    spec('absent', `${strategyProject.built('absent.js')}#Mine`),
    ...Object.entries(WRONG).map(([id, [text]]) => spec(id, `${strategyProject.write(`dist/${id}.js`, text)}#Mine`)),
  ];
}

beforeAll(async () => {
  expect(strategyProject.compile(7)).toEqual({ code: 0, output: '' });
  expect(adapterProject.compile(7)).toEqual({ code: 0, output: '' });
  platform = await RunningPlatform.start({
    STRATEGIES: JSON.stringify(strategies()),
    ADAPTERS: `sim,${adapterProject.built(ADAPTER)}`,
    CSV_SPEED: '200',
  });
}, 150_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

async function status(id: string): Promise<StrategyControlReplyShape['strategies'][number]> {
  const reply = await platform.ask<StrategyControlReplyShape>('control/v1/strategy/host/host1', { action: 'list', id });
  return reply.strategies[0];
}

describe('a project outside of the tree', () => {
  it('is compiled by TypeScript 6 as by 7, and nothing of the platform with it', () => {
    const emitted = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();
    expect(adapterProject.compile(6, '--outDir', 'six')).toEqual({ code: 0, output: '' });
    const files = emitted(join(adapterProject.folder, 'six'));
    expect(files).toEqual(emitted(join(adapterProject.folder, 'dist')));
    expect(files).toContain('csv.adapter.js');
    expect(existsSync(join(adapterProject.folder, 'six', 'libs'))).toBe(false);
  });

  it.each([6, 7] as const)('has the full types of the platform (TypeScript %i)', (typescript) => {
    const text = `
      import { Strategy, defineParameters } from '@bourseworks/strategy';
      const P = defineParameters({ length: { type: 'integer', default: 1, description: '' } });
      export class Wrong extends Strategy<typeof P> {
        override onStart(): void { const text: string = this.parameters.length; void text; }
      }`;
    const project = new OutsideProject('strategy-outside');
    project.write('src/wrong.ts', text);
    const { code, output } = project.compile(typescript, '--noEmit');
    expect(code).not.toBe(0);
    expect(output).toMatch(/src.wrong\.ts\(5,\d+\): error TS2322: Type 'number' is not assignable to type 'string'/);
  });

  it.each([
    ['strategy', strategyProject],
    ['adapter', adapterProject],
  ])('runs the tests of the %s by itself', (_what, project) => {
    const { code, output } = project.test();
    expect(output).toMatch(/^# fail 0$/m);
    expect(output).toMatch(/^# pass [3-9]$/m);
    expect(code).toBe(0);
  });
});

describe('a strategy by its path', () => {
  it.each(['absolute', 'relative'])(
    'trades on the simulated exchange (%s)',
    async (id) => {
      const trade = await eventually(
        () => platform.events('order.Trade', 'oms').find((line) => line['strategy'] === id),
        { timeoutMs: 60_000, what: `a trade of ${id}` },
      );
      expect(trade['venueTime']).toMatch(/^\d{19}$/);
      const decided = platform.events('strategy.decision', 'strategy-host').find((line) => line['strategy'] === id);
      expect(decided?.['reason']).toMatch(/deviations from the mean of 5 bars/);
    },
    70_000,
  );

  it('answers its own requests', async () => {
    const state = await platform.ask<{ mean: number; z: number | null }>('strategy/v1/absolute/state', {});
    expect(state.mean).toBeGreaterThan(0);
  });

  it.each(Object.entries(WRONG))('is refused when wrong, with its path (%s)', async (id, [, code, message]) => {
    const { state, error } = await status(id);
    expect(state).toBe('FAILED');
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error?.message).toContain(strategyProject.built(`${id}.js`));
  });

  it('is refused without a file, and starts once it is there', async () => {
    const file = strategyProject.built('absent.js');
    const before = await status('absent');
    expect(before).toMatchObject({ state: 'FAILED', error: { code: 'PLUGIN_INVALID', details: { path: file } } });
    strategyProject.write(
      'dist/absent.js',
      "import { Strategy } from '@bourseworks/strategy'; export class Mine extends Strategy {}",
    );
    await platform.command('control/v1/strategy/host/host1', { action: 'start', id: 'absent' });
    await eventually(async () => (await status('absent')).state === 'RUNNING', { what: 'the mended strategy' });
  });

  it('takes no other strategy and not the host with it', async () => {
    for (const id of ['absolute', 'relative', 'built_in']) {
      expect(await status(id)).toMatchObject({ state: 'RUNNING', counters: { restarts: 0 } });
    }
    expect(platform.events('launcher.crashed')).toEqual([]);
    expect(platform.events('strategy.thread_died')).toEqual([]);
  });
});

describe('an adapter by its path', () => {
  const query = { venue: 'csv', symbol: 'ACMEUSD', kind: 'bar-1m' };
  const nanos = (iso: string): string => `${Date.parse(iso)}000000`;

  it('serves history over the bus', async () => {
    const range = { from: nanos('2024-03-04T14:30:00Z'), to: nanos('2024-03-04T14:35:00Z') };
    const body = Buffer.from(JSON.stringify({ requestId: 'h', ...query, ...range }));
    const parts: HistoricalDataPartShape[] = [];
    await platform.session.whenUp(60_000);
    await new Promise<void>((resolve, reject) => {
      platform.session.requestParts('marketdata/request/historical', body, {
        onPart: ({ payload }) =>
          void parts.push(JSON.parse(Buffer.from(payload).toString()) as HistoricalDataPartShape),
        onEnd: resolve,
        onError: reject,
      });
    });
    const bars = parts.flatMap(({ items }) => items) as unknown as { open: number; low: number; high: number }[];
    expect(bars).toHaveLength(5);
    expect(bars[0].open).toBe(124.99);
    for (const { low, high } of bars) expect(low).toBeLessThan(high);
  });

  it('plays a live stream at its speed', async () => {
    const topic = 'marketdata/live/v1/trade/csv/ACMEUSD';
    const prices: number[] = [];
    await platform.session.subscribe(topic, ({ payload }) => {
      const { items } = JSON.parse(Buffer.from(payload).toString()) as { items: { price: number }[] };
      prices.push(...items.map(({ price }) => price));
    });
    const request = { requestId: 'l', ...query, kind: 'trade', subscriber: 'test' };
    const reply = await platform.ask<LiveDataReplyShape>('marketdata/request/live', request);
    expect(reply.topic).toBe(topic);
    await eventually(() => prices.length === 400, { what: 'all trades of the file' });
    expect(prices.slice(0, 2)).toEqual([124.99, 124.96]);
  });

  it('has no broker, and says so', async () => {
    const order = { account: 'SIM', strategy: 'manual', venue: 'csv', symbol: 'ACMEUSD', side: 'BUY', quantity: '1' };
    const rest = { type: 'MARKET', timeInForce: 'IOC', commandId: 'csv-1', sentTime: `${Date.now()}000000` };
    const reply = await platform.command('orders/request/v1/submit/SIM/manual', { ...order, ...rest });
    expect(reply).toMatchObject({ code: 'ADAPTER_NO_BROKER' });
  });

  it.each(['market-data', 'oms'])('that cannot be used ends %s with one line', (service) => {
    const env = { ...process.env, ADAPTERS: `sim,${adapterProject.built('config.js#readConfig')}`, DATA_DIR: '' };
    const program = entry(`apps/${service}/src/main.js`);
    const { stderr, status: code } = spawnSync(process.execPath, [program], { encoding: 'utf8', env, cwd: repoRoot() });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${service}: ADAPTERS names .*config\\.js#readConfig, which made no usable`));
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
