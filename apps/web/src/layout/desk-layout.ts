import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { desk } from '../store/desk-slice.js';
import { note, store } from '../store/store.js';
import { addPanel, arrange } from './default-layout.js';
import { LayoutKeeper } from './layout-keeper.js';
import { PANEL_GAP, PANEL_NAMES, type PanelName } from './panels.js';
import { pruneDock, withGaps, type DockJson, type StoredLayout } from './stored-layout.js';

const known: ReadonlySet<string> = new Set(PANEL_NAMES);

function drawerOf(userId: string) {
  const keyOf = (name: string) => `bourseworks.layout.${userId}.${name}`;
  return {
    read: (name: string) => localStorage.getItem(keyOf(name)),
    write: (name: string, text: string | undefined) => {
      if (text === undefined) localStorage.removeItem(keyOf(name));
      else localStorage.setItem(keyOf(name), text);
    },
  };
}

/** Ties the dock and the links to the keeper of layouts. */
export class DeskLayout {
  readonly keeper: LayoutKeeper;
  private dock: DockviewApi | undefined;
  private applying = false;
  private readonly stopWatching: () => void;
  private readonly leaving = (): void => void this.keeper.flush();
  /** Asked for before there is a dock to put it into. */
  private readonly opening: Promise<StoredLayout | undefined>;

  constructor(userId: string) {
    this.keeper = new LayoutKeeper(api, drawerOf(userId));
    this.opening = this.keeper.open();
    this.opening.catch(() => undefined);
    let links = store.getState().desk.links;
    this.stopWatching = store.subscribe(() => {
      const now = store.getState().desk.links;
      if (now === links) return;
      links = now;
      this.touched();
    });
  }

  async attach(dock: DockviewApi): Promise<void> {
    this.dock = dock;
    dock.onDidLayoutChange(() => this.touched());
    try {
      this.apply(await this.opening);
    } catch (error) {
      this.apply(undefined);
      note('warn', 'Layouts cannot be read', asProblem(error).message, asProblem(error).code);
    }
    window.addEventListener('pagehide', this.leaving);
  }

  /** Before the dock goes: an arrangement that is being taken down is nobody's wish. */
  dispose(): void {
    this.stopWatching();
    window.removeEventListener('pagehide', this.leaving);
    this.dock = undefined;
  }

  /** Parameters of panels changed, which the dock does not tell. */
  readonly touched = (): void => {
    if (!this.applying && this.dock) this.keeper.changed(this.current());
  };

  async open(id: string): Promise<void> {
    await this.told('Layout cannot be opened', async () => this.apply(await this.keeper.enter(id)));
  }

  async saveAs(name: string): Promise<void> {
    await this.told('Layout cannot be saved', () => this.keeper.saveAs(name, this.current()));
  }

  async remove(id: string): Promise<void> {
    await this.told('Layout cannot be deleted', () => this.keeper.remove(id));
  }

  async makeDefault(id: string): Promise<void> {
    await this.told('Default cannot be changed', () => this.keeper.makeDefault(id));
  }

  reset(): void {
    if (this.dock) arrange(this.dock);
  }

  add(name: PanelName): void {
    if (this.dock) addPanel(this.dock, name);
  }

  /** Shows the panel of this kind, or makes one. */
  reveal(name: PanelName): void {
    const panel = this.dock?.panels.find(({ view }) => view.contentComponent === name);
    if (panel) panel.api.setActive();
    else this.add(name);
  }

  private async told(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      note('bad', what, asProblem(error).message, asProblem(error).code);
    }
  }

  private current(): StoredLayout {
    const { links } = store.getState().desk;
    const dock = this.dock && withGaps(this.dock.toJSON() as unknown as DockJson, PANEL_GAP);
    return { v: 1, dock, links };
  }

  private apply(layout: StoredLayout | undefined): void {
    const { dock } = this;
    if (!dock) return;
    this.applying = true;
    try {
      if (layout) store.dispatch(desk.linksRestored(layout.links));
      if (!restored(dock, layout?.dock)) arrange(dock);
    } finally {
      this.applying = false;
    }
    // The dock tells of its changes a moment later: they are its own doing, not a person's.
    if (!layout) this.touched();
  }
}

function restored(dock: DockviewApi, stored: DockJson | undefined): boolean {
  const pruned = stored && pruneDock(stored, known);
  if (!pruned || Object.keys(pruned.panels).length === 0) return false;
  try {
    dock.fromJSON(pruned as unknown as SerializedDockview);
    return true;
  } catch {
    return false;
  }
}
