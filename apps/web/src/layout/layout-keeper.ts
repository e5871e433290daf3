import type { Workspace, WorkspaceSummary } from '../api/client.js';
import { ApiProblem, asProblem } from '../api/problem.js';
import { mergeLayouts, readLayout, type StoredLayout } from './stored-layout.js';

export interface WorkspaceApi {
  workspaces(): Promise<readonly WorkspaceSummary[]>;
  workspace(id: string): Promise<Workspace>;
  createWorkspace(name: string, layout: Record<string, never>): Promise<Workspace>;
  replaceWorkspace(id: string, version: number, name: string, layout: Record<string, never>): Promise<Workspace>;
  removeWorkspace(id: string): Promise<unknown>;
  defaultWorkspace(id: string): Promise<Workspace>;
}

/** Text by name, of this person in this browser. */
export interface Drawer {
  read(name: 'draft' | 'current'): string | null;
  write(name: 'draft' | 'current', text: string | undefined): void;
}

interface Draft {
  readonly id: string;
  readonly base?: StoredLayout;
  readonly layout: StoredLayout;
}

export interface LayoutView {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly current: string | undefined;
  readonly saving: 'saved' | 'pending' | 'failed';
}

export const FIRST_NAME = 'Main';
const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 5_000;
/** Other tabs may store between our reading and our storing; so often at most we begin anew. */
const ATTEMPTS = 4;

const body = (layout: StoredLayout) => layout as unknown as Record<string, never>;

/**
 * Keeps the layout of the current workspace: at once in this browser, a moment later at the gateway. What the browser holds
 * was not stored yet, and comes first after a reload.
 */
export class LayoutKeeper {
  private view: LayoutView = { workspaces: [], current: undefined, saving: 'saved' };
  private readonly listeners = new Set<() => void>();
  private version = 0;
  private name = FIRST_NAME;
  private base: StoredLayout | undefined;
  private layout: StoredLayout | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private storing = false;

  constructor(
    private readonly api: WorkspaceApi,
    private readonly drawer: Drawer,
    private readonly later: (work: () => void, ms: number) => ReturnType<typeof setTimeout> = (work, ms) =>
      setTimeout(work, ms),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LayoutView => this.view;

  /** The layout to show first; undefined: the page's own. Throws when the gateway cannot be asked. */
  async open(): Promise<StoredLayout | undefined> {
    const wanted = this.drawer.read('current');
    // Mostly it is still there: asked for together with the list, not after it.
    const guess = wanted === null ? undefined : this.api.workspace(wanted).catch(() => undefined);
    const workspaces = await this.api.workspaces();
    const chosen =
      workspaces.find(({ id }) => id === wanted) ?? workspaces.find(({ isDefault }) => isDefault) ?? workspaces[0];
    this.show({ workspaces });
    if (!chosen) return undefined;
    return this.opened(chosen.id, chosen.id === wanted ? await guess : undefined);
  }

  /** Goes to another workspace; what was not stored of this one is stored first. */
  async enter(id: string): Promise<StoredLayout | undefined> {
    await this.flush();
    return this.opened(id);
  }

  private async opened(id: string, known?: Workspace): Promise<StoredLayout | undefined> {
    const stored = this.take(known ?? (await this.api.workspace(id)));
    const draft = this.draftOf(id);
    if (!draft) return stored;
    this.layout = stored ? mergeLayouts(draft.base, draft.layout, stored) : draft.layout;
    this.plan(SAVE_AFTER_MS);
    return this.layout;
  }

  changed(layout: StoredLayout): void {
    if (JSON.stringify(layout) === JSON.stringify(this.layout ?? this.base)) return;
    this.layout = layout;
    const { current } = this.view;
    if (current !== undefined) this.keepDraft(current);
    this.show({ saving: 'pending' });
    this.plan(SAVE_AFTER_MS);
  }

  /** A new workspace with this layout; it becomes the current one. */
  async saveAs(name: string, layout: StoredLayout): Promise<void> {
    await this.flush();
    this.take(await this.api.createWorkspace(name, body(layout)));
    await this.refreshList();
  }

  async remove(id: string): Promise<void> {
    await this.api.removeWorkspace(id);
    await this.refreshList();
  }

  async makeDefault(id: string): Promise<void> {
    const workspace = await this.api.defaultWorkspace(id);
    if (id === this.view.current) this.version = workspace.version;
    await this.refreshList();
  }

  /** Stores now what waits to be stored. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.layout === undefined || this.storing) return;
    this.storing = true;
    try {
      await this.store();
    } catch (error) {
      this.show({ saving: 'failed' });
      // A session that is over takes it from the draft after the next sign-in.
      if (asProblem(error).isUnknown) this.plan(RETRY_AFTER_MS);
    } finally {
      this.storing = false;
    }
  }

  private async store(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS && this.layout; attempt++) {
      const { layout } = this;
      try {
        const stored = await this.put(layout);
        this.base = layout;
        this.version = stored.version;
        if (this.layout === layout) this.settled();
        return;
      } catch (error) {
        if (!(await this.resolve(asProblem(error)))) throw error;
      }
    }
    throw new ApiProblem('RECORD_CHANGED', 'other tabs keep changing this workspace', 409);
  }

  private async put(layout: StoredLayout): Promise<Workspace> {
    const { current } = this.view;
    if (current !== undefined) return this.api.replaceWorkspace(current, this.version, this.name, body(layout));
    const workspace = await this.api.createWorkspace(FIRST_NAME, body(layout));
    this.take(workspace);
    await this.refreshList();
    return workspace;
  }

  /** Whether it is worth another attempt. */
  private async resolve(problem: ApiProblem): Promise<boolean> {
    const { current } = this.view;
    if (problem.code === 'RECORD_CHANGED' && current !== undefined) {
      const workspace = await this.api.workspace(current);
      const theirs = readLayout(workspace.layout);
      this.version = workspace.version;
      this.name = workspace.name;
      if (theirs && this.layout) this.layout = mergeLayouts(this.base, this.layout, theirs);
      this.base = theirs;
      return true;
    }
    // Deleted elsewhere, or another tab made the first one: this layout goes into one that exists.
    if (problem.code === 'RECORD_UNKNOWN' || problem.code === 'RECORD_NAME_TAKEN') {
      const workspaces = await this.api.workspaces();
      const other = workspaces.find(({ isDefault }) => isDefault) ?? workspaces[0];
      this.show({ workspaces, current: other?.id });
      if (other) {
        this.version = other.version;
        this.name = other.name;
      }
      return true;
    }
    return false;
  }

  private take(workspace: Workspace): StoredLayout | undefined {
    this.version = workspace.version;
    this.name = workspace.name;
    this.base = readLayout(workspace.layout);
    this.layout = undefined;
    this.drawer.write('current', workspace.id);
    this.show({ current: workspace.id, saving: 'saved' });
    return this.base;
  }

  private settled(): void {
    this.layout = undefined;
    this.drawer.write('draft', undefined);
    this.show({ saving: 'saved' });
  }

  private keepDraft(id: string): void {
    const draft: Draft = { id, layout: this.layout as StoredLayout, ...(this.base ? { base: this.base } : {}) };
    this.drawer.write('draft', JSON.stringify(draft));
  }

  private draftOf(id: string): Draft | undefined {
    try {
      const draft = JSON.parse(this.drawer.read('draft') ?? 'null') as Draft | null;
      const layout = readLayout(draft?.layout);
      if (!draft || draft.id !== id || !layout) return undefined;
      const base = readLayout(draft.base);
      return { id, layout, ...(base ? { base } : {}) };
    } catch {
      return undefined;
    }
  }

  private async refreshList(): Promise<void> {
    this.show({ workspaces: await this.api.workspaces() });
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    this.timer = this.later(() => void this.flush(), ms);
  }

  private show(change: Partial<LayoutView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
