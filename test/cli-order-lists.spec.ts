import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { CommandLine, type Ended } from './support/command-line.js';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
let bourse: CommandLine;
/** A bid that rests: below the market, inside the price collar. */
let resting = '';
beforeAll(async () => {
  platform = await RunningPlatform.start({ STRATEGIES: '[]' });
  bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
  const { results } = await bourse.json('book', 'BTCUSD', '--depth', '1');
  const [{ price }] = (results[0] as unknown as { bids: { price: string }[] }).bids;
  resting = `${Math.floor(Number(price) * 0.95)}.50`;
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/) as unknown;

/** A price on the grid, in parts of the one that rests. */
const times = (part: number): string => `${Math.floor(Number(resting) * part)}.00`;

/** The list once its first order has come to a status. */
function inStatus(shown: () => Promise<Ended>, status: string): Promise<Ended> {
  const look = async (): Promise<Ended | undefined> => {
    const ended = await shown();
    const { orders } = ended.results[0] as unknown as { orders: { ordStatus: string }[] };
    return orders[0]?.ordStatus === status ? ended : undefined;
  };
  return eventually(look, { timeoutMs: 10_000, what: `the status ${status}` });
}

describe('a list of orders', () => {
  it('is placed, listed, shown with its orders, and cancelled whole', async () => {
    const terms = ['BTCUSD', 'BUY', '0.01', '--limit', resting, '--tif', 'GTC'];
    const child = `BTCUSD SELL 0.01 --limit ${times(1.1)} --tif GTC`;
    const placed = await bourse.json('order', 'oto', ...terms, '--child', child);
    expect(placed).toMatchObject({ code: 0, results: [{ orders: [{ role: 'ENTRY' }, { role: 'CHILD' }] }] });
    const listId = String(placed.results[0]?.['listId']);
    const [{ clOrdId }] = (placed.results[0] as unknown as { orders: { clOrdId: string }[] }).orders;
    const shown = (): Promise<Ended> => bourse.json('order', 'show-list', listId);
    expect(await inStatus(shown, 'New')).toMatchObject({
      code: 0,
      results: [
        {
          list: {
            listId,
            kind: 'OTO',
            state: 'WAITING',
            legs: [{ leavesQty: '0.01000' }, { waiting: true }],
            time: iso,
          },
          orders: [
            { clOrdId, listId, listRole: 'ENTRY', ordStatus: 'New', price: resting, time: iso },
            { listId, listRole: 'CHILD', ordStatus: 'PendingNew', side: 'SELL' },
          ],
        },
      ],
    });
    const [open, people, order] = await Promise.all([
      bourse.json('order', 'lists', '--open', '--strategy', 'manual'),
      bourse.run('order', 'lists'),
      bourse.run('order', 'show', clOrdId),
    ]);
    expect(open.results).toMatchObject([{ listId, state: 'WAITING', time: iso }]);
    expect(people.text).toMatch(new RegExp(`\\n${listId} +OTO +SIM .*ENTRY open, CHILD waits`));
    expect(order.text).toContain(`ENTRY of list ${listId}`);

    const cancelled = await bourse.json('order', 'cancel-list', listId, '--id', 'whole');
    expect(cancelled).toMatchObject({ code: 0, results: [{ commandId: 'whole', listId, ordStatus: 'PendingCancel' }] });
    expect((await inStatus(shown, 'Canceled')).results).toMatchObject([
      { list: { state: 'ENDED', cancelled: true }, orders: [{ ordStatus: 'Canceled' }, { ordStatus: 'Canceled' }] },
    ]);
    expect((await bourse.json('order', 'lists', '--open')).results).toEqual([]);
  });

  it('is refused with the reason: of wrong orders, and where there is none', async () => {
    const bracket = ['order', 'bracket', 'BTCUSD', 'BUY', '0.01', '--entry', resting];
    const order = await bourse.json('order', 'place', 'BTCUSD', 'BUY', '0.01', '--limit', resting, '--tif', 'GTC');
    const clOrdId = String(order.results[0]?.['clOrdId']);
    const [turned, unknown, single] = await Promise.all([
      bourse.json(...bracket, '--take-profit', times(1.01), '--stop-loss', times(1.04)),
      bourse.json('order', 'show-list', 'none'),
      // The id of an order: it is no list.
      bourse.json('order', 'cancel-list', clOrdId),
    ]);
    expect(turned).toMatchObject({ code: 3, error: { code: 'LIST_INVALID' } });
    for (const ended of [unknown, single]) expect(ended).toMatchObject({ code: 3, error: { code: 'ORDER_UNKNOWN' } });
  });
});
