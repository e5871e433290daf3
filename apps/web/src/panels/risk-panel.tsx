import { useState } from 'react';
import type { LimitUsageShape, TradingStateView } from '@bourseworks/dto/shapes';
import { moment } from '../lib/time.js';
import { setActive } from '../orders/actions.js';
import { useAccount, useHasRole } from '../store/selectors.js';
import { useApp } from '../store/store.js';

/** Percent from which the bar warns, and from which it alarms. */
const NEAR = 80;
const FULL = 99;

const placeOf = ({ scope, id, symbol }: LimitUsageShape): string =>
  [scope === 'firm' ? 'firm' : `${scope} ${id}`, ...(symbol === '' || symbol === id ? [] : [symbol])].join(', ');

function Usage({ row }: { readonly row: LimitUsageShape }) {
  const { kind, used, limit, usedBps } = row;
  const percent = usedBps / 100;
  return (
    <li className="limit">
      <span>
        {kind}
        <small>{placeOf(row)}</small>
      </span>
      <span className="limit__figures">
        {used} <small>of {limit}</small>
      </span>
      <meter
        className="limit__bar"
        aria-label={`${kind} of ${placeOf(row)}`}
        min={0}
        max={100}
        low={NEAR}
        high={FULL}
        optimum={0}
        value={Math.min(percent, 100)}
      >
        {percent.toFixed(0)} %
      </meter>
    </li>
  );
}

function Reactivate({ view: { scope, id } }: { readonly view: TradingStateView }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    if (!asked) {
      setAsked(true);
      return;
    }
    setBusy(true);
    await setActive({ scope, id });
    setBusy(false);
    setAsked(false);
  };
  return (
    <button
      type="button"
      className="button button--small"
      disabled={busy}
      onClick={() => void go()}
      onBlur={() => setAsked(false)}
    >
      {asked ? 'Press again' : 'Set active'}
    </button>
  );
}

function States({ states }: { readonly states: readonly TradingStateView[] }) {
  const zone = useApp(({ desk }) => desk.zone);
  const may = useHasRole('risk');
  return (
    <ul className="limits limits--states">
      {states.map((view) => (
        <li key={`${view.scope}|${view.id}`} className="limit">
          <span>
            <strong>
              {view.scope === 'firm' ? 'firm' : `${view.scope} ${view.id}`} {view.state}
            </strong>
            <small>
              {view.cause}
              {view.actor === '' ? '' : ` ${view.actor}`}, {moment(view.since, zone)}: {view.reason}
            </small>
          </span>
          {may && <Reactivate view={view} />}
        </li>
      ))}
    </ul>
  );
}

/** Limits above orders of the chosen account, the most used first, and what is not ACTIVE. */
export function RiskPanel() {
  const account = useAccount();
  const view = useApp(({ book }) => (account === undefined ? undefined : book.usages[account]));
  const rows = view?.usage ?? [];
  return (
    <div className="panel" data-testid="risk-panel">
      <div className="panel__body" tabIndex={0} role="region" aria-label="Use of limits">
        {view !== undefined && view.states.length > 0 && <States states={view.states} />}
        {rows.length === 0 && <div className="empty">No limit is used yet</div>}
        <ul className="limits">
          {rows.map((row) => (
            <Usage key={`${row.scope}|${row.id}|${row.symbol}|${row.kind}`} row={row} />
          ))}
        </ul>
      </div>
    </div>
  );
}
