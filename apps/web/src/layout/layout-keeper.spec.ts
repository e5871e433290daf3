import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Workspace } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { LayoutKeeper, type Drawer } from './layout-keeper.js';
import { mergeLayouts, pruneDock, readLayout, type DockJson, type StoredLayout } from './stored-layout.js';

const btc = { venue: 'sim', symbol: 'BTCUSD' };
const eth = { venue: 'sim', symbol: 'ETHUSD' };

const dock = (...views: string[]): DockJson => ({
  grid: { root: { type: 'branch', data: [{ type: 'leaf', data: { views, activeView: views[0] ?? '' } }] } },
  panels: Object.fromEntries(views.map((id) => [id, { id, contentComponent: id }])),
});
const layout = (...views: string[]): StoredLayout => ({ v: 1, dock: dock(...views), links: {} });

/** The gateway's workspaces of one person. */
class Server {
  readonly rows = new Map<string, Workspace>();
  down = false;

  put(id: string, name: string, stored: unknown): void {
    const version = (this.rows.get(id)?.version ?? 0) + 1;
    const isDefault = this.rows.size === 0 || this.rows.get(id)?.isDefault === true;
    this.rows.set(id, { id, name, isDefault, version, createdAt: 1, updatedAt: 1, layout: stored as never });
  }

  readonly api = {
    workspaces: async () => [...this.rows.values()],
    workspace: async (id: string) => this.of(id),
    createWorkspace: async (name: string, stored: Record<string, never>) => {
      if ([...this.rows.values()].some((row) => row.name === name)) throw new ApiProblem('RECORD_NAME_TAKEN', '', 409);
      const id = `w${this.rows.size + 1}`;
      this.put(id, name, stored);
      return this.of(id);
    },
    replaceWorkspace: async (id: string, version: number, name: string, stored: Record<string, never>) => {
      if (this.down) throw new ApiProblem('REQUEST_ABORTED', '', 0);
      if (this.of(id).version !== version) throw new ApiProblem('RECORD_CHANGED', '', 412);
      this.put(id, name, stored);
      return this.of(id);
    },
    removeWorkspace: async (id: string) => this.rows.delete(id),
    defaultWorkspace: async (id: string) => this.of(id),
  };

  of(id: string): Workspace {
    const row = this.rows.get(id);
    if (!row) throw new ApiProblem('RECORD_UNKNOWN', '', 404);
    return row;
  }
}

describe('the keeper of layouts', () => {
  let server: Server;
  let kept: Map<string, string>;
  const drawer: Drawer = {
    read: (name) => kept.get(name) ?? null,
    write: (name, text) => void (text === undefined ? kept.delete(name) : kept.set(name, text)),
  };
  const keeperOf = () => new LayoutKeeper(server.api, drawer, () => undefined as never);

  beforeEach(() => {
    server = new Server();
    kept = new Map();
  });

  it('makes the first workspace when there is something to keep', async () => {
    const keeper = keeperOf();
    expect(await keeper.open()).toBeUndefined();
    keeper.changed(layout('chart'));
    await keeper.flush();
    expect(server.of('w1')).toMatchObject({ name: 'Main', layout: layout('chart') });
    expect(await keeperOf().open()).toEqual(layout('chart'));
  });

  it('has after a reload what was not stored before it', async () => {
    server.put('w1', 'Main', layout('chart'));
    const before = keeperOf();
    await before.open();
    server.down = true;
    before.changed(layout('chart', 'depth'));
    await before.flush();
    expect(before.snapshot().saving).toBe('failed');
    server.down = false;
    const after = keeperOf();
    expect(await after.open()).toEqual(layout('chart', 'depth'));
    await after.flush();
    expect(server.of('w1').layout).toEqual(layout('chart', 'depth'));
    expect(kept.has('draft')).toBe(false);
  });

  it('keeps what another tab changed, and what this one did', async () => {
    server.put('w1', 'Main', layout('chart'));
    const keeper = keeperOf();
    await keeper.open();
    server.put('w1', 'Main', { ...layout('chart'), links: { amber: eth } });
    keeper.changed(layout('chart', 'tape'));
    await keeper.flush();
    expect(server.of('w1').layout).toEqual({ ...layout('chart', 'tape'), links: { amber: eth } });
  });

  it('does not lose the layout of a workspace that was deleted elsewhere', async () => {
    server.put('w1', 'Main', layout('chart'));
    const keeper = keeperOf();
    await keeper.open();
    server.rows.clear();
    keeper.changed(layout('chart', 'tape'));
    await keeper.flush();
    expect([...server.rows.values()]).toMatchObject([{ name: 'Main', layout: layout('chart', 'tape') }]);
  });

  it('stores nothing that did not change', async () => {
    server.put('w1', 'Main', layout('chart'));
    const keeper = keeperOf();
    await keeper.open();
    keeper.changed(layout('chart'));
    await keeper.flush();
    expect(server.of('w1').version).toBe(1);
  });
});

describe('a stored layout', () => {
  it('is merged part by part', () => {
    const base: StoredLayout = { ...layout('a'), links: { blue: btc } };
    const ours: StoredLayout = { ...base, links: { blue: eth } };
    const theirs: StoredLayout = { ...layout('a', 'b'), links: { blue: btc, amber: btc } };
    expect(mergeLayouts(base, ours, theirs)).toEqual({ ...layout('a', 'b'), links: { blue: eth, amber: btc } });
  });

  it('loses panels that this version does not have, and groups that hold nothing else', () => {
    const two = (first: string[], second: string[]): DockJson => ({
      grid: {
        root: {
          type: 'branch',
          data: [
            { type: 'leaf', data: { views: first, activeView: first[0] ?? '' } },
            { type: 'leaf', data: { views: second, activeView: second[0] ?? '' } },
          ],
        },
      },
      panels: dock(...first, ...second).panels,
    });
    const known = new Set(['chart', 'depth']);
    expect(pruneDock(two(['old', 'chart'], ['gone']), known)).toEqual(dock('chart'));
    expect(pruneDock(dock('gone'), known)).toBeUndefined();
    const whole = two(['chart'], ['depth']);
    expect(pruneDock(whole, known)).toBe(whole);
  });

  it.each([[null], [{}], [{ v: 2 }], ['x'], [[]]])('is not read from %j', (value) => {
    expect(readLayout(value)).toBeUndefined();
  });

  it('is read as far as it makes sense', () => {
    expect(readLayout({ v: 1, dock: { grid: 1 }, links: { blue: btc, amber: { venue: 3 }, green: btc } })).toEqual({
      v: 1,
      dock: undefined,
      links: { blue: btc },
    });
  });
});
