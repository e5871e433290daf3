import { describe, expect, it } from '@jest/globals';
import { WorkQueue } from './work-queue.js';

describe('WorkQueue', () => {
  it('never runs more tasks at once than it may, also when one comes just as another ends', async () => {
    const queue = new WorkQueue(1, 10);
    let running = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    };
    const chain = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await queue.run(task);
    };
    await Promise.all([chain(), chain(), chain()]);
    expect(most).toBe(1);
  });

  it('keeps as many waiting as may, refuses the rest at once, and goes on after a failure', async () => {
    const queue = new WorkQueue(1, 1);
    const first = queue.run(() => Promise.reject(new Error('failed')));
    const second = queue.run(() => Promise.resolve('second'));
    expect(queue.run(() => Promise.resolve('third'))).toBeUndefined();
    await expect(first).rejects.toThrow('failed');
    expect(await second).toBe('second');
    expect(await queue.run(() => Promise.resolve('fourth'))).toBe('fourth');
  });
});
