import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { DeskLayout } from '../layout/desk-layout.js';
import { Dock } from '../layout/dock.js';
import { LayoutContext } from '../layout/layout-context.js';
import { useHotkeys } from '../hotkeys/use-hotkeys.js';
import type { HotkeyAction } from '../hotkeys/hotkeys.js';
import { cancelAll } from '../orders/actions.js';
import { runtime, stopRuntime } from '../sockets/runtime.js';
import type { User } from '../store/session-slice.js';
import { accountOf } from '../store/selectors.js';
import { desk } from '../store/desk-slice.js';
import { store, useApp } from '../store/store.js';
import { focusTicket } from '../ticket/focus.js';
import { DisconnectedOverlay } from './disconnected.js';
import { FlattenDialog } from './flatten-dialog.js';
import { HelpDialog } from './help-dialog.js';
import { KillBanner } from './kill-banner.js';
import { ListDialog } from './list-dialog.js';
import { focusKill } from './kill-control.js';
import { isBlocked, useOutage } from './outage.js';
import { Toasts } from './toasts.js';
import { TopBar } from './top-bar.js';
import 'dockview-react/dist/styles/dockview.css';
import '../styles/shell.css';
import '../styles/dock.css';
import '../styles/panels.css';

type Open = 'help' | 'flatten' | undefined;

const closeList = (): void => void store.dispatch(desk.listShown(undefined));

function Body() {
  const blocked = isBlocked(useOutage());
  return (
    <main className={blocked ? 'desk__body desk__body--out' : 'desk__body'}>
      <DisconnectedOverlay />
      <Dock />
    </main>
  );
}

function useRuntime(): void {
  // Before anything is drawn, for that takes as long as the sockets need to open; it starts once however often it is told.
  useState(() => runtime().start());
  useEffect(() => {
    runtime().start();
    return stopRuntime;
  }, []);
}

export function Workstation({ user }: { readonly user: User }) {
  useRuntime();
  const layout = useMemo(() => new DeskLayout(user.id), [user.id]);
  useLayoutEffect(() => () => layout.dispose(), [layout]);
  const [open, setOpen] = useState<Open>();
  const [killOpen, setKillOpen] = useState(false);
  const listId = useApp(({ desk: { listId: shown } }) => shown);

  useHotkeys((action: HotkeyAction) => {
    if (action === 'kill') {
      setKillOpen(true);
      focusKill();
    }
    if (action === 'help') setOpen('help');
    if (action === 'flatten') setOpen('flatten');
    if (action === 'cancel-all') void cancelAll(accountOf(store.getState()));
    if (action === 'ticket') {
      layout.reveal('ticket');
      focusTicket();
    }
  });

  return (
    <LayoutContext value={layout}>
      <div className="desk">
        <TopBar user={user} killOpen={killOpen} onKill={setKillOpen} onHelp={() => setOpen('help')} />
        <div>
          <KillBanner />
        </div>
        <Body />
        <Toasts />
        {open === 'help' && <HelpDialog onClose={() => setOpen(undefined)} />}
        {open === 'flatten' && <FlattenDialog onClose={() => setOpen(undefined)} />}
        {listId !== undefined && <ListDialog key={listId} listId={listId} onClose={closeList} />}
      </div>
    </LayoutContext>
  );
}
