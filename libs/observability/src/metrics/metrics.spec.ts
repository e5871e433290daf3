import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('gives the same metric for the same name', async () => {
    const metrics = new Metrics(new Registry());
    metrics.counter('bourseworks_orders_total', 'Orders', ['side']).inc({ side: 'buy' });
    metrics.counter('bourseworks_orders_total', 'Orders', ['side']).inc({ side: 'buy' }, 2);
    metrics.gauge('bourseworks_open_orders', 'Open orders').set(4);
    metrics.histogram('bourseworks_ack_seconds', 'Acknowledge time', [0.1, 1]).observe(0.5);
    const text = await metrics.registry.metrics();
    expect(text).toContain('bourseworks_orders_total{side="buy"} 3');
    expect(text).toContain('bourseworks_open_orders 4');
    expect(text).toContain('bourseworks_ack_seconds_bucket{le="1"} 1');
  });
});
