import { describe, expect, it } from '@jest/globals';
import type { PublishRefusal, SolaceSession } from '@bourseworks/solace-transport';
import { TopicPublisher } from '../live/publisher.js';
import { ReplayBus } from './replay-bus.js';

describe('ReplayBus', () => {
  it('leaves the event loop its turn while a session refuses and calls itself writable', async () => {
    let noticed = false;
    let attempts = 0;
    const session = {
      tryPublish: (): PublishRefusal | undefined => {
        // The loss would be noticed on a later turn; a loop that allows none never gets there.
        if (++attempts === 1) setImmediate(() => (noticed = true));
        if (attempts > 1_000) throw new Error('no turn of the event loop in 1 000 attempts');
        return noticed ? undefined : { code: 'TRANSPORT_DOWN', message: 'not connected' };
      },
      whenWritable: () => Promise.resolve(),
    };
    const publisher = new TopicPublisher(session);
    publisher.begin('a/b', 7);
    await new ReplayBus(session as unknown as SolaceSession, publisher).items('a/b', []);
    expect(noticed).toBe(true);
  });
});
