import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PublishRefusal } from '../errors.js';
import { TestBus, codeOf, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('back-pressure', () => {
  it('refuses with TRANSPORT_FULL, drains, and loses nothing that was accepted', async () => {
    const proxy = await bus.proxy();
    const publisher = await bus.session({ url: proxy.url, sendBufferMaxBytes: 65_536 });
    const subscriber = await bus.session();
    let received = 0;
    await subscriber.subscribe(bus.topic('bulk'), () => void received++);
    proxy.stall();
    const payload = Buffer.alloc(4_096);
    let accepted = 0;
    let refusal: PublishRefusal | undefined;
    // The kernel takes some megabytes of its own before the client's buffer fills.
    for (let round = 0; round < 200 && refusal === undefined; round++) {
      for (let n = 0; n < 200 && refusal === undefined; n++) {
        refusal = publisher.tryPublish(bus.topic('bulk'), payload);
        if (refusal === undefined) accepted++;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(refusal?.code).toBe('TRANSPORT_FULL');
    expect(publisher.metrics.refused).toBe(1);
    expect(await codeOf(publisher.whenWritable(50))).toBe('TRANSPORT_FULL');
    const writable = publisher.whenWritable(15_000);
    proxy.restore();
    await writable;
    publisher.publish(bus.topic('bulk'), payload);
    await until('all accepted messages', () => received === accepted + 1);
  });
});
