import { expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

it('events that a command makes tell when its sender decided, in a replay too; others do not', () => {
  const desk = new Desk();
  const sentUs = desk.now - 1_500;
  const { clOrdId } = desk.submit({ sentUs });
  desk.release();
  desk.report('New', clOrdId);
  desk.replace(clOrdId, { quantity: '50', sentUs: sentUs + 1 });
  desk.cancel(clOrdId, { sentUs: sentUs + 2 });
  desk.cancel('nothing', { sentUs: sentUs + 3 });
  desk.submit({ quantity: '200000', sentUs: sentUs + 4 });
  desk.control('kill');
  const told = desk
    .events()
    .map((event) => [event.execType, event.sentUs === undefined ? undefined : event.sentUs - sentUs]);
  expect(told).toEqual([
    ['PendingNew', 0],
    ['New', undefined],
    ['PendingReplace', 1],
    ['PendingCancel', 2],
    ['CancelRejected', 3],
    ['Denied', 4],
  ]);
  desk.replayed();
});
