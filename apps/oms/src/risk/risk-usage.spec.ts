import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RiskUsageShape } from '@bourseworks/dto';
import type * as ObservabilityModule from '@bourseworks/observability';
import type { RiskEvent } from '@bourseworks/order-engine';
import { eventually, tempDir, VirtualClock } from '@bourseworks/testkit';
import { Registry } from 'prom-client';
import { buy, FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as MetricsModule from './risk-metrics.js';
import type * as PublisherModule from './risk-usage-publisher.js';

let publishers: typeof PublisherModule;
let figures: typeof MetricsModule;
let observability: typeof ObservabilityModule;
beforeAll(async () => {
  await loadOms();
  publishers = await load('apps/oms/src/risk/risk-usage-publisher.js');
  figures = await load('apps/oms/src/risk/risk-metrics.js');
  observability = await load('libs/observability/src/index.js');
});

function measured() {
  const registry = new Registry();
  const lines: Record<string, unknown>[] = [];
  const note = (line: object): void => void lines.push({ ...line });
  const log = { debug: note, info: note, warn: note, error: note };
  return { registry, lines, metrics: new figures.RiskMetrics(new observability.Metrics(registry), log) };
}

const event = (change: Partial<RiskEvent>): RiskEvent => ({
  sequence: 1,
  code: 'RISK_RATE',
  scope: 'strategy',
  id: 's',
  message: 'x',
  limit: '1',
  observed: '2',
  ruleVersion: 1,
  clOrdId: 'c',
  commandId: 'k',
  us: 1,
  ...change,
});

describe('usage of limits', () => {
  it('is published when it changed, at most once a second, and shown to Prometheus', async () => {
    const { core, brokers } = openOms(tempDir(), new FakeBroker());
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const sent: [string, RiskUsageShape][] = [];
    const tryPublish = (topic: string, body: Uint8Array): void =>
      void sent.push([topic, JSON.parse(Buffer.from(body).toString()) as RiskUsageShape]);
    const clock = new VirtualClock();
    const { registry, metrics } = measured();
    const publisher = new publishers.RiskUsagePublisher(core, { tryPublish } as never, metrics, clock);
    publisher.start();
    clock.advance(1_000_000);
    await eventually(() => sent.length === 1);
    expect(sent[0]).toMatchObject(['risk/usage/v1/A', { account: 'A', version: 1, usage: [], states: [] }]);
    await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    clock.advance(999_999);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    await eventually(() => sent.length === 2);
    expect(sent[1][1].usage).toMatchObject([{ scope: 'firm', kind: 'maxOpenOrders', used: '1', usedBps: 100 }]);
    const halt = { commandId: 'h', scope: 'strategy', id: 's', state: 'HALTED', actor: 'rita', reason: 'x' } as const;
    await core.control((engine, nowUs) => engine.setState(halt, nowUs));
    for (let n = 0; n < 3; n++) clock.advance(1_000_000);
    await eventually(() => sent.length === 3);
    await core.quiet();
    expect(sent).toHaveLength(3);
    expect(sent[2][1].states).toMatchObject([{ scope: 'strategy', id: 's', state: 'HALTED' }]);
    const text = await registry.metrics();
    expect(text).toContain('bourseworks_risk_states{scope="strategy",state="HALTED"} 1');
    expect(text).toContain('bourseworks_risk_states{scope="firm",state="HALTED"} 0');
    expect(text).toContain('bourseworks_risk_limit_used_bps{scope="firm"} 100');
    expect(text).toContain('bourseworks_risk_limits_version 1');
    publisher.close();
    clock.advance(5_000_000);
    expect(sent).toHaveLength(3);
    await brokers.close();
    await core.close();
  });

  it('that refused or halted is counted by its code; what people do is not', async () => {
    const { registry, lines, metrics } = measured();
    metrics.note(event({}));
    metrics.note(event({ code: 'ORDER_FILL_LATE', commandId: undefined }));
    metrics.note(event({ code: 'INSTRUMENT_UNKNOWN' }));
    metrics.note(event({ code: 'RISK_HALTED', clOrdId: undefined, commandId: 'by-rita' }));
    expect(lines).toEqual([]);
    metrics.note(event({ code: 'RISK_DAILY_LOSS', clOrdId: undefined, commandId: undefined }));
    expect(lines).toMatchObject([{ event: 'risk.breached', code: 'RISK_DAILY_LOSS', limit: '1', observed: '2' }]);
    const counts = (await registry.metrics()).split('\n').filter((line) => /_total\{/.test(line));
    expect(counts).toEqual([
      'bourseworks_risk_denials_total{code="RISK_RATE"} 1',
      'bourseworks_risk_breaches_total{code="RISK_DAILY_LOSS"} 1',
    ]);
  });
});
