import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ReadinessRegistry } from '@bourseworks/observability';
import type { LogFields } from '@bourseworks/ports';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession } from '@bourseworks/solace-transport';
import { eventually, freePort } from '@bourseworks/testkit';
import { PlatformBus } from './platform-bus.js';

const open: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

function busOn(port: number): { bus: PlatformBus; session: SolaceSession; failures: () => number } {
  const logged: LogFields[] = [];
  const note = (fields: LogFields): void => void logged.push(fields);
  const { vpn, username, password } = DEVELOPMENT_USER;
  const url = `tcp://127.0.0.1:${port}`;
  const session = new SolaceSession({ url, vpn, username, password, connectRetries: 0 });
  const bus = new PlatformBus(session, new ReadinessRegistry(), { debug: note, info: note, warn: note, error: note });
  open.push({ stop: () => bus.onApplicationShutdown() });
  bus.onModuleInit();
  return { bus, session, failures: () => logged.filter(({ event }) => event === 'bus.connect_failed').length };
}

async function brokerOn(port: number): Promise<SmfBroker> {
  const broker = new SmfBroker({ tcpPort: port, wsPort: null });
  await broker.start();
  open.push(broker);
  return broker;
}

describe('PlatformBus', () => {
  it('makes one attempt at a time while there is no broker, and says what is asked meanwhile that it is down', async () => {
    const port = await freePort();
    const { bus, failures } = busOn(port);
    await eventually(() => failures() >= 2);
    // Attempts are a second apart: were there several loops, these two would have been followed by others at once.
    await sleep(100);
    expect(failures()).toBe(2);
    await expect(bus.ask('nowhere', {})).rejects.toMatchObject({ code: 'TRANSPORT_DOWN' });
  });

  it('is up once the broker is there, tells so, and comes back after a loss', async () => {
    const port = await freePort();
    const { bus } = busOn(port);
    let ups = 0;
    bus.onUp(() => (ups += 1));
    expect(ups).toBe(0);
    const first = await brokerOn(port);
    await eventually(() => bus.up);
    expect(ups).toBe(1);
    await first.stop();
    await eventually(() => !bus.up);
    await brokerOn(port);
    await eventually(() => bus.up);
    expect(ups).toBe(2);
  });
});
