import { describe, expect, it } from '@jest/globals';
import { MAX_ROUTED_TOPICS, SubscriptionTable } from './subscription-table.js';

function table(): SubscriptionTable {
  return new SubscriptionTable({ change: () => Promise.resolve(), forget: () => undefined });
}

describe('the subscription table', () => {
  it('remembers a bounded number of topics', async () => {
    const subscriptions = table();
    const callback = (): void => undefined;
    await subscriptions.add('a/>', callback);
    for (let n = 0; n < MAX_ROUTED_TOPICS + 100; n++) expect(subscriptions.lookup(`a/${n}`)).toEqual([callback]);
    expect(subscriptions.routedTopics).toBe(MAX_ROUTED_TOPICS);
    expect(subscriptions.lookup('a/0')).toEqual([callback]);
  });

  it('forgets what it remembered when a subscription changes', async () => {
    const subscriptions = table();
    const [first, second] = [() => undefined, () => undefined];
    await subscriptions.add('a/*', first);
    expect(subscriptions.lookup('a/b')).toEqual([first]);
    await subscriptions.add('a/b', second);
    expect(subscriptions.lookup('a/b')).toEqual([first, second]);
    await subscriptions.remove('a/*', first);
    expect(subscriptions.lookup('a/b')).toEqual([second]);
  });

  it('asks the broker again after a removal that was not confirmed', async () => {
    const asked: string[] = [];
    const change = (action: string): Promise<void> => {
      asked.push(action);
      return action === 'remove' ? Promise.reject(new Error('not confirmed')) : Promise.resolve();
    };
    const subscriptions = new SubscriptionTable({ change, forget: () => undefined });
    const callback = (): void => undefined;
    await subscriptions.add('a/b', callback);
    await expect(subscriptions.remove('a/b', callback)).rejects.toThrow('not confirmed');
    expect(subscriptions.size).toBe(0);
    await subscriptions.add('a/b', callback);
    expect(asked).toEqual(['add', 'remove', 'add']);
  });
});
