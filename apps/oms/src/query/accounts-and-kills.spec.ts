import { beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as QueryModule from './query.controller.js';

let query: typeof QueryModule;
beforeAll(async () => {
  await loadOms();
  query = await load('apps/oms/src/query/query.controller.js');
});

type Core = ReturnType<typeof openOms>['core'];

function controller(core: Core): QueryModule.QueryController {
  const events = { window: { holds: () => true, find: () => ({ events: [], more: false }) } };
  return new query.QueryController(core, events as never, undefined as never, { BOURSEWORKS_ENV: 'test' } as never);
}

async function switchOn(core: Core, scope: 'firm' | 'account' | 'strategy', id: string): Promise<void> {
  const command = { commandId: `k-${scope}`, scope, id, actor: 'ann', reason: 'test' };
  await core.control((engine, nowUs) => engine.kill(command, nowUs));
}

describe('the queries of accounts and kill switches', () => {
  it('name the accounts with their currencies, and refuse one that is not there', () => {
    const { core } = openOms(tempDir(), new FakeBroker());
    const asked = controller(core);
    expect(asked.accounts({})).toEqual({ accounts: [{ account: 'A', currency: 'USD' }] });
    expect(asked.accounts({ account: 'A' }).accounts).toHaveLength(1);
    expect(() => asked.accounts({ account: 'B' })).toThrow('no such account');
    return core.close();
  });

  it('tell who set a switch, why, when and under which sequence, over a restart and until it is taken off', async () => {
    const directory = tempDir();
    const first = openOms(directory, new FakeBroker()).core;
    await switchOn(first, 'strategy', 's');
    await switchOn(first, 'firm', 'all');
    const { kills } = await controller(first).kills({});
    expect(kills).toEqual([
      {
        scope: 'firm',
        id: 'all',
        actor: 'ann',
        reason: 'test',
        time: expect.any(String),
        sequence: expect.any(Number),
        phase: 'BLOCKED',
        openOrders: 0,
        flatten: false,
      },
      {
        scope: 'strategy',
        id: 's',
        actor: 'ann',
        reason: 'test',
        time: expect.any(String),
        sequence: expect.any(Number),
        phase: 'BLOCKED',
        openOrders: 0,
        flatten: false,
      },
    ]);
    expect(kills[0].sequence).toBeGreaterThan(kills[1].sequence);
    await first.close();
    const second = openOms(directory, new FakeBroker()).core;
    expect((await controller(second).kills({})).kills).toEqual(kills);
    expect((await controller(second).kills({ strategy: 't' })).kills.map(({ scope }) => scope)).toEqual(['firm']);
    const rearm = { commandId: 'r', scope: 'firm', id: 'all', actor: 'ann', reason: 'mended', force: true } as const;
    await second.control((engine, nowUs) => engine.rearm(rearm, nowUs));
    expect((await controller(second).kills({})).kills.map(({ scope }) => scope)).toEqual(['strategy']);
    await second.close();
  });

  it('name the journal: the same after a restart, another for another directory', async () => {
    const directory = tempDir();
    const names: string[] = [];
    for (const place of [directory, directory, tempDir()]) {
      const { core } = openOms(place, new FakeBroker());
      names.push((await controller(core).since({})).journal);
      await core.close();
    }
    expect(names[0]).toMatch(/^test-\d{16}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });
});
