import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { EventLog } from '@bourseworks/ports';
import { ReadinessRegistry } from './health/readiness-registry.js';
import { ObservabilityModule } from './observability.module.js';

const lines: Record<string, unknown>[] = [];
const destination = { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) };

@Controller('orders')
class OrdersController {
  constructor(private readonly log: EventLog) {}

  @Get()
  list(): string[] {
    this.log.info({ event: 'orders.listed' });
    return [];
  }
}

@Module({
  imports: [ObservabilityModule.forService('unit', { env: {}, destination })],
  controllers: [OrdersController],
})
class UnitModule {}

describe('ObservabilityModule', () => {
  let app: INestApplication;
  let url: string;
  let sessionUp = false;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [UnitModule] }).compile();
    app = module.createNestApplication({ logger: false });
    app.get(ReadinessRegistry).register('session', () => ({ up: sessionUp, detail: { broker: 'dev' } }));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  it('is live while it is not ready, and says what it waits for', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'not ready', waitingFor: ['session'] });
    expect((await fetch(`${url}/health`)).status).toBe(503);
  });

  it('names the error code of what is down, where there is one', async () => {
    const detail = { code: 'JOURNAL_WRITE', reason: 'the disk is full' };
    const remove = app.get(ReadinessRegistry).register('journal', () => ({ up: false, detail }));
    const answer = await (await fetch(`${url}/health/ready`)).json();
    remove();
    const waitingFor = ['session', 'journal'];
    expect(answer).toEqual({ status: 'not ready', waitingFor, codes: { journal: 'JOURNAL_WRITE' } });
  });

  it('shows the details once it is ready', async () => {
    sessionUp = true;
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready', waitingFor: [] });
    const health = (await (await fetch(`${url}/health`)).json()) as { details: unknown };
    expect(health.details).toEqual({ session: { status: 'up', broker: 'dev' } });
  });

  it('serves the metrics of the process with the name of the service', async () => {
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toMatch(/nodejs_eventloop_lag_p99_seconds\{service="unit"\}/);
  });

  it('logs requests with correlation id and without query string, and no probes', async () => {
    lines.length = 0;
    const headers = { 'x-correlation-id': 'caller-7' };
    const answer = await fetch(`${url}/orders?token=hidden`, { headers });
    await answer.text();
    expect(answer.headers.get('x-correlation-id')).toBe('caller-7');
    await (await fetch(`${url}/health/live`)).text();
    await (await fetch(`${url}/metrics`)).text();
    expect(lines.map((line) => [line['event'], line['correlationId']])).toEqual([
      ['orders.listed', 'caller-7'],
      ['http.request', 'caller-7'],
    ]);
    expect(lines[1]?.['req']).toEqual({ method: 'GET', path: '/orders' });
    expect(JSON.stringify(lines)).not.toContain('hidden');
  });

  it('makes an id of its own for a caller that sends a strange one', async () => {
    const answer = await fetch(`${url}/orders`, { headers: { 'x-correlation-id': 'a b"c' } });
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
