import { useState } from 'react';
import { api } from '../api/client.js';
import { tokens } from '../session/session.js';
import { desk } from '../store/desk-slice.js';
import type { User } from '../store/session-slice.js';
import { useApp, useSend } from '../store/store.js';
import { ChevronIcon, UserIcon } from './icons.js';
import { Popover } from './popover.js';
import { SessionsDialog } from './sessions-dialog.js';

async function signOut(): Promise<void> {
  // Without an answer this tab is signed out all the same.
  await api.logout().catch(() => undefined);
  tokens.end();
}

function ConfirmChoice() {
  const confirmOrders = useApp((state) => state.desk.confirmOrders);
  const send = useSend();
  return (
    <label className="menu__item check">
      Confirm each order
      <input
        type="checkbox"
        checked={confirmOrders}
        onChange={({ target }) => send(desk.confirmChosen(target.checked))}
      />
    </label>
  );
}

export function UserMenu({ user }: { readonly user: User }) {
  const [open, setOpen] = useState(false);
  const [sessions, setSessions] = useState(false);
  return (
    <div className="anchor">
      <button
        type="button"
        className="menu-button"
        data-testid="user-menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <UserIcon />
        {user.username}
        <ChevronIcon />
      </button>
      {open && (
        <Popover label="Account" side="right" className="menu" onClose={() => setOpen(false)}>
          <p className="menu__title">Roles: {user.roles.join(', ')}</p>
          <ConfirmChoice />
          <button
            type="button"
            className="menu__item"
            onClick={() => {
              setOpen(false);
              setSessions(true);
            }}
          >
            Sessions
          </button>
          <hr />
          <button type="button" className="menu__item" data-testid="sign-out" onClick={() => void signOut()}>
            Sign out
          </button>
        </Popover>
      )}
      {sessions && <SessionsDialog onClose={() => setSessions(false)} />}
    </div>
  );
}
