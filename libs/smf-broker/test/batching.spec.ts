import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { messageFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

describe('batching', () => {
  it('writes a burst to each client in few pieces, in order, across topics', async () => {
    await using running = await runBroker();
    const one = await RawClient.login(running.tcpPort);
    const two = await RawClient.login(running.tcpPort);
    const publisher = await RawClient.login(running.tcpPort);
    await one.subscribe('md/>');
    await two.subscribe('md/*/1');
    const before = one.reads;
    const frames = Array.from({ length: 1000 }, (_, index) => messageFrame(`md/${index}/${index % 2}`, String(index)));
    publisher.write(Buffer.concat(frames));
    await one.received(1000);
    await two.received(500);
    expect(one.payloads()).toEqual(frames.map((_, index) => String(index)));
    expect(two.payloads()).toEqual(frames.map((_, index) => String(index)).filter((_, index) => index % 2 === 1));
    expect(one.reads - before).toBeLessThan(20);
  });
});
