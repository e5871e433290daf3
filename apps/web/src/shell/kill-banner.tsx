import { useState } from 'react';
import type { KillView } from '@bourseworks/dto/shapes';
import { moment } from '../lib/time.js';
import { rearm } from '../orders/actions.js';
import { useHasRole } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { PowerIcon } from './icons.js';

const REARM_REASON = 're-armed by hand';

function Rearm({ view: { scope, id } }: { readonly view: KillView }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    if (!asked) {
      setAsked(true);
      return;
    }
    setBusy(true);
    await rearm({ scope, id, reason: REARM_REASON });
    setBusy(false);
    setAsked(false);
  };
  return (
    <button
      type="button"
      className="button button--small"
      data-testid="rearm-button"
      disabled={busy}
      onClick={() => void go()}
      onBlur={() => setAsked(false)}
    >
      {asked ? 'Press again to re-arm' : 'Re-arm'}
    </button>
  );
}

const nameOf = ({ scope, id }: KillView) => (scope === 'firm' ? 'All trading' : `${scope} ${id}`);

/** As long as any switch is on. */
export function KillBanner() {
  const kills = useApp(({ book }) => book.kills);
  const zone = useApp(({ desk }) => desk.zone);
  const mayRearm = useHasRole('risk');
  if (kills.length === 0) return null;
  return (
    <div className="banner" role="alert" data-testid="kill-banner">
      <span className="icon-button" aria-hidden="true">
        <PowerIcon />
      </span>
      <ul>
        {kills.map((view) => (
          <li key={`${view.scope}|${view.id}`}>
            <span>
              <strong>{nameOf(view)} stopped</strong> by {view.actor} at {moment(view.since, zone)}: {view.reason} (
              {view.phase.toLowerCase()})
            </span>
            {mayRearm && <Rearm view={view} />}
          </li>
        ))}
      </ul>
    </div>
  );
}
