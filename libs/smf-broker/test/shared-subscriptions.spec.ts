import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { runBroker } from '../src/testing/running-broker.js';

describe('shared subscriptions', () => {
  it('deal messages out in turn, and to those that are left after one is gone', async () => {
    await using running = await runBroker();
    const [one, two, all, publisher] = await Promise.all([1, 2, 3, 4].map(() => RawClient.login(running.tcpPort)));
    await one.subscribe('#share/workers/jobs/>');
    await two.subscribe('#share/workers/jobs/>');
    await all.subscribe('jobs/>');
    for (let index = 0; index < 10; index += 1) publisher.publish(`jobs/${index}`, String(index));
    await publisher.settle();
    await Promise.all([one.settle(), two.settle(), all.settle()]);
    expect(one.messages).toHaveLength(5);
    expect(two.messages).toHaveLength(5);
    expect([...one.payloads(), ...two.payloads()].sort()).toEqual(all.payloads());
    const end = running.nextEnd();
    await one.kill();
    await end;
    for (let index = 0; index < 4; index += 1) publisher.publish(`jobs/${index}`);
    await publisher.settle();
    await two.settle();
    expect(two.messages).toHaveLength(9);
  });
});
