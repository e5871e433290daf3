import { expect, it } from '@jest/globals';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { Output } from '../../output/output.js';
import { timeline } from './order-text.js';

it('shows of each event when it was decided, applied, and at the venue, as far as these are known', () => {
  const common = { ordStatus: 'New', state: 'Acknowledged', cumQty: '0', leavesQty: '1' };
  const events = [
    { ...common, execType: 'PendingNew', sentTime: '1700000000000100000', time: '1700000000001000000' },
    { ...common, execType: 'New', time: '1700000000003000000', venueTime: '1700000000002000000' },
  ] as OrderEventShape[];
  const [head, first, second] = timeline(new Output(false), events).split('\n');
  expect(head).toMatch(/^\W*decided +time +at the venue +event/);
  expect(first).toMatch(/2023-11-14T22:13:20\.000100Z +2023-11-14T22:13:20\.001Z +PendingNew/);
  expect(second).toMatch(/^ +2023-11-14T22:13:20\.003Z +2023-11-14T22:13:20\.002Z +New/);
});
