import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import type { SubmitListCommand } from '@bourseworks/order-engine';
import { buy, FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as QueryModule from './list-query.controller.js';

let query: typeof QueryModule;
beforeAll(async () => {
  await loadOms();
  query = await load('apps/oms/src/query/list-query.controller.js');
});

function bracket(sequence: number): SubmitListCommand {
  const { commandId, account, strategy, sentUs, ...order } = buy(sequence);
  const exit = { ...order, side: 'SELL' } as const;
  const orders = [
    { ...order, role: 'ENTRY' },
    { ...exit, role: 'TAKE_PROFIT', price: '12.00' },
    { ...exit, role: 'STOP_LOSS', price: '11.00' },
  ] as const;
  return { commandId, account, strategy, sentUs, kind: 'BRACKET', orders };
}

async function started() {
  const { core, brokers } = openOms(tempDir(), new FakeBroker());
  brokers.start();
  await eventually(() => brokers.isReady('fake'));
  const list = (sequence: number) => core.list((engine, nowUs) => engine.submitList(bracket(sequence), nowUs));
  const close = async (): Promise<void> => {
    await brokers.close();
    await core.close();
  };
  return { core, asked: new query.ListQueryController(core), list, close };
}

describe('the query of lists', () => {
  it('tells their orders with what is open, filled and waits, in decimals of the instrument', async () => {
    const { asked, list, close } = await started();
    const { listId, orders } = await list(1);
    const { lists, more } = await asked.lists({ listId });
    expect(more).toBe(false);
    const common = {
      venue: 'v',
      symbol: 'X',
      quantity: '1.000',
      cumQty: '0.000',
      heldQty: '0.000',
      uncovered: '0.000',
    };
    const [entry, profit, loss] = orders.map(({ clOrdId }) => clOrdId);
    const waits = { ...common, leavesQty: '0.000', waiting: true };
    expect(lists).toEqual([
      {
        listId,
        kind: 'BRACKET',
        account: 'A',
        strategy: 's',
        commandId: 's-1-1',
        time: expect.stringMatching(/^\d{19}$/),
        release: 'PROPORTIONAL',
        onLegCancel: 'KEEP',
        closeOvershoot: false,
        state: 'WAITING',
        cancelled: false,
        overshoot: '0.000',
        legs: [
          { ...common, role: 'ENTRY', clOrdId: entry, leavesQty: '1.000', waiting: false },
          { ...waits, role: 'TAKE_PROFIT', clOrdId: profit },
          { ...waits, role: 'STOP_LOSS', clOrdId: loss },
        ],
      },
    ]);
    await close();
  });

  it('narrows, bounds, and refuses an account that is not there', async () => {
    const { core, asked, list, close } = await started();
    const ids = [(await list(1)).listId, (await list(2)).listId];
    const cancel = { commandId: 's-1-3', account: 'A', strategy: 's', clOrdId: ids[0], sentUs: Date.now() * 1_000 };
    await core.command((engine, nowUs) => engine.cancel(cancel, nowUs));
    const idsOf = async (question: object): Promise<string[]> =>
      (await asked.lists(question)).lists.map(({ listId }) => listId);
    expect(await idsOf({})).toEqual(ids);
    expect(await idsOf({ strategy: 't' })).toEqual([]);
    expect(await idsOf({ listId: ids[1], strategy: 't' })).toEqual([]);
    expect(await idsOf({ listId: 'none' })).toEqual([]);
    expect((await asked.lists({ listId: ids[0] })).lists).toMatchObject([{ cancelled: true, state: 'CANCELLING' }]);
    expect(await asked.lists({ limit: 1 })).toMatchObject({ lists: [{ listId: ids[1] }], more: true });
    await expect(asked.lists({ account: 'B' })).rejects.toThrow('no such account');
    await close();
  });
});
