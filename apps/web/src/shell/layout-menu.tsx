import { useState, useSyncExternalStore, type FormEvent } from 'react';
import type { WorkspaceSummary } from '../api/client.js';
import { useDeskLayout } from '../layout/layout-context.js';
import { PANEL_NAMES, PANELS } from '../layout/panels.js';
import { ChevronIcon, LayoutIcon, StarIcon, TrashIcon } from './icons.js';
import { Popover } from './popover.js';

const savingText = { saved: 'saved', pending: 'saving', failed: 'not saved yet' };

function WorkspaceRow({ workspace, isCurrent }: { readonly workspace: WorkspaceSummary; readonly isCurrent: boolean }) {
  const layout = useDeskLayout();
  const { id, name, isDefault } = workspace;
  return (
    <div className="menu__row">
      <button type="button" className="menu__item" aria-current={isCurrent} onClick={() => void layout.open(id)}>
        <b>{name}</b>
        <span>
          {isCurrent && <span className="badge badge--accent">open</span>}{' '}
          {isDefault && <span className="badge">default</span>}
        </span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Open ${name} by default`}
        title="Open by default"
        disabled={isDefault}
        onClick={() => void layout.makeDefault(id)}
      >
        <StarIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${name}`}
        title="Delete"
        disabled={isCurrent}
        onClick={() => void layout.remove(id)}
      >
        <TrashIcon />
      </button>
    </div>
  );
}

function SaveAs() {
  const layout = useDeskLayout();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    void layout.saveAs(wanted);
    setName('');
  };
  return (
    <form onSubmit={submit}>
      <input
        className="input"
        aria-label="Name of a new layout"
        placeholder="Save as"
        value={name}
        maxLength={64}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="button" disabled={name.trim() === ''}>
        Save
      </button>
    </form>
  );
}

export function LayoutMenu() {
  const layout = useDeskLayout();
  const { workspaces, current, saving } = useSyncExternalStore(layout.keeper.subscribe, layout.keeper.snapshot);
  const [open, setOpen] = useState(false);
  const name = workspaces.find(({ id }) => id === current)?.name ?? 'Layout';
  return (
    <div className="anchor">
      <button
        type="button"
        className="menu-button"
        data-testid="layout-menu"
        data-saving={saving}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={`Layout: ${savingText[saving]}`}
        onClick={() => setOpen(!open)}
      >
        <LayoutIcon />
        {name}
        {saving === 'failed' && <span className="menu-button__dot" role="img" aria-label="not saved yet" />}
        <ChevronIcon />
      </button>
      {open && (
        <Popover label="Layouts" side="left" className="menu" onClose={() => setOpen(false)}>
          <p className="menu__title">Layouts ({savingText[saving]})</p>
          {workspaces.map((workspace) => (
            <WorkspaceRow key={workspace.id} workspace={workspace} isCurrent={workspace.id === current} />
          ))}
          <SaveAs />
          <button type="button" className="menu__item" onClick={() => layout.reset()}>
            Reset to the standard arrangement
          </button>
          <hr />
          <p className="menu__title">Add a panel</p>
          {PANEL_NAMES.map((panel) => (
            <button key={panel} type="button" className="menu__item" onClick={() => layout.add(panel)}>
              {PANELS[panel]}
            </button>
          ))}
        </Popover>
      )}
    </div>
  );
}
