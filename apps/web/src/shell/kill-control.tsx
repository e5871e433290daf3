import { useRef, useState, type FormEvent } from 'react';
import type { KillScope } from '../api/trading.js';
import { kill } from '../orders/actions.js';
import { useAccount, useAccounts } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { PowerIcon } from './icons.js';
import { Popover } from './popover.js';

const SCOPES: readonly { readonly scope: KillScope; readonly name: string }[] = [
  { scope: 'firm', name: 'Everything' },
  { scope: 'account', name: 'Account' },
  { scope: 'strategy', name: 'Strategy' },
];

function useTargets(scope: KillScope): readonly string[] {
  const accounts = useAccounts();
  const strategies = useApp(({ desk }) => desk.strategies);
  if (scope === 'account') return accounts;
  return scope === 'strategy' ? [...strategies.map(({ id }) => id), 'manual'] : ['all'];
}

function ScopeChoice({ scope, onChange }: { readonly scope: KillScope; readonly onChange: (next: KillScope) => void }) {
  return (
    <div className="segments" role="radiogroup" aria-label="What to stop">
      {SCOPES.map(({ scope: one, name }) => (
        <button key={one} type="button" role="radio" aria-checked={one === scope} onClick={() => onChange(one)}>
          {name}
        </button>
      ))}
    </div>
  );
}

function KillForm({ onDone }: { readonly onDone: () => void }) {
  const [scope, setScope] = useState<KillScope>('firm');
  const account = useAccount();
  const targets = useTargets(scope);
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('stopped by hand');
  const [busy, setBusy] = useState(false);
  const fallback = scope === 'account' ? account : targets[0];
  const id = chosen !== undefined && targets.includes(chosen) ? chosen : (fallback ?? '');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    if (await kill({ scope, id, reason: reason.trim() || 'stopped by hand' })) onDone();
    else setBusy(false);
  };

  return (
    <form className="kill__form" onSubmit={(event) => void submit(event)}>
      <h2>Stop trading</h2>
      <p className="muted">Blocks new orders and cancels open ones until somebody with the role risk re-arms it.</p>
      <ScopeChoice scope={scope} onChange={setScope} />
      {scope !== 'firm' && (
        <div className="field">
          <label htmlFor="kill-target">{scope === 'account' ? 'Account' : 'Strategy'}</label>
          <select id="kill-target" className="input" value={id} onChange={({ target }) => setChosen(target.value)}>
            {targets.map((target) => (
              <option key={target}>{target}</option>
            ))}
          </select>
        </div>
      )}
      <div className="field">
        <label htmlFor="kill-reason">Reason</label>
        <input
          id="kill-reason"
          className="input"
          value={reason}
          maxLength={200}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <button
        type="submit"
        autoFocus
        className="button button--danger"
        data-testid="kill-confirm"
        disabled={busy || id === ''}
        onKeyDown={(event) => event.repeat && event.preventDefault()}
      >
        {busy ? 'Stopping' : scope === 'firm' ? 'Stop everything' : `Stop ${id}`}
      </button>
    </form>
  );
}

/** To the confirmation that is open already, from wherever one was; one that opens takes the focus by itself. */
export function focusKill(): void {
  document.querySelector<HTMLElement>('[data-testid="kill-confirm"]')?.focus();
}

interface Props {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** A latch of two steps: the button, then the confirmation that has the focus. Needs neither prices nor sockets. */
export function KillControl({ open, onOpen }: Props) {
  const isOn = useApp(({ book }) => book.kills.length > 0);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div className="kill">
      <button
        ref={button}
        type="button"
        className={isOn ? 'kill__button kill__button--on' : 'kill__button'}
        data-testid="kill-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+Shift+K"
        title="Kill switch (Ctrl+Shift+K)"
        onClick={() => onOpen(!open)}
      >
        <PowerIcon />
        {isOn ? 'KILLED' : 'KILL'}
      </button>
      {open && (
        <Popover label="Kill switch" role="alertdialog" side="right" onClose={() => onOpen(false)}>
          <KillForm
            onDone={() => {
              onOpen(false);
              button.current?.focus();
            }}
          />
        </Popover>
      )}
    </div>
  );
}
