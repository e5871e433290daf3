import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { listenAdmin } from '../src/admin/admin.js';
import { GuaranteedBus } from '../src/testing/guaranteed-bus.js';
import { RawClient } from '../src/testing/raw-client.js';
import { runBroker } from '../src/testing/running-broker.js';

interface State {
  readonly clients: readonly { readonly clientName: string }[];
  readonly queues: readonly Record<string, unknown>[];
  readonly guaranteed: Record<string, unknown> | null;
}

describe('the admin view', () => {
  it('shows clients, queues and what waits in them', async () => {
    await using bus = await GuaranteedBus.start();
    const admin = await listenAdmin(0, bus.running.broker, bus.guaranteed);
    const base = `http://127.0.0.1:${admin.port}`;
    const client = await bus.client({ clientName: '<b>name</b>' });
    await client.provision('q/a+b', { accessType: 'EXCLUSIVE' });
    const consumer = await client.consume('q/a+b', { windowSize: 1 });
    consumer.consumer.stop();
    await bus.publish(client, 'q/a+b', ['a', 'b', 'c']);
    const state = (await (await fetch(`${base}/api`)).json()) as State;
    expect(state.clients.map(({ clientName }) => clientName)).toEqual(['<b>name</b>']);
    expect(state.queues).toMatchObject([{ name: 'q/a+b', depth: 3, access: 'exclusive', consumers: ['<b>name</b>'] }]);
    expect(state.guaranteed).toMatchObject({ queues: 1, messages: 3, published: 3, failing: false });
    const waiting = await fetch(`${base}/api/messages?queue=${encodeURIComponent('q/a+b')}&limit=2`);
    const { messages } = (await waiting.json()) as { messages: Record<string, unknown>[] };
    expect(messages.length).toBeLessThanOrEqual(2);
    expect(messages.at(-1)).toMatchObject({ deadReason: '', redelivered: false });
    const page = await (await fetch(base)).text();
    expect(page).toContain('<td>q/a+b</td>');
    expect(page).not.toContain('<b>name');
    await admin.close();
  });

  it('gives its figures to Prometheus, each named and typed once', async () => {
    await using bus = await GuaranteedBus.start();
    const admin = await listenAdmin(0, bus.running.broker, bus.guaranteed);
    const client = await bus.client();
    for (const queue of ['q/a', 'q/"b"']) await client.provision(queue);
    await bus.publish(client, 'q/a', ['a', 'b', 'c']);
    const answer = await fetch(`http://127.0.0.1:${admin.port}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(text).toMatch(/^# TYPE bourseworks_broker_clients gauge\nbourseworks_broker_clients 1$/m);
    expect(text).toMatch(/^bourseworks_broker_connections_total 1$/m);
    expect(text).toMatch(/^bourseworks_broker_guaranteed_published_total 3$/m);
    expect(text).toMatch(/^bourseworks_broker_guaranteed_failing 0$/m);
    expect(text).toMatch(/^bourseworks_broker_queue_depth\{vpn="default",queue="q\/a"\} 3$/m);
    expect(text).toMatch(/^bourseworks_broker_queue_depth\{vpn="default",queue="q\/\\"b\\""\} 0$/m);
    const lines = text.trimEnd().split('\n');
    const typed = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(typed).size).toBe(typed.length);
    const samples = lines.filter((line) => !line.startsWith('#'));
    expect(samples.every((line) => /^[a-z_]+(?:\{.*\})? \d+$/.test(line))).toBe(true);
    expect(new Set(samples.map((line) => line.replace(/[ {].*$/, '')))).toEqual(new Set(typed));
    await admin.close();
  });

  it('answers nobody but this machine, under its own name, and only questions', async () => {
    await using running = await runBroker();
    await RawClient.login(running.tcpPort);
    const admin = await listenAdmin(0, running.broker, null);
    const ask = (path: string, options: Record<string, unknown> = {}): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const call = request({ host: '127.0.0.1', port: admin.port, path, ...options }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.on('error', reject).end();
      });
    expect(await ask('/')).toBe(200);
    expect(await ask('/', { headers: { host: `evil.example:${admin.port}` } })).toBe(403);
    expect(await ask('/api', { method: 'POST' })).toBe(405);
    expect(await ask('/other')).toBe(404);
    expect(await ask('/api/messages?limit=0')).toBe(400);
    expect(await ask('/api/messages?queue=x')).toBe(404);
    await admin.close();
  });

  it('says when its port is taken', async () => {
    await using running = await runBroker();
    await expect(listenAdmin(running.tcpPort, running.broker, null)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      listener: 'admin',
    });
  });
});
