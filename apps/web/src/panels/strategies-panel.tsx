import { useState } from 'react';
import type { Strategy } from '../api/trading.js';
import { add, subtract } from '../lib/decimal.js';
import { arrowOf, directionOfText, signedMoney } from '../lib/format.js';
import { since } from '../lib/time.js';
import { startStrategy, stopStrategy } from '../orders/actions.js';
import { portfolioKey } from '../store/book-slice.js';
import { useHasRole } from '../store/selectors.js';
import { useApp } from '../store/store.js';

const names: Record<Strategy['state'], string> = {
  STARTING: 'Starting',
  RUNNING: 'Running',
  STOPPING: 'Stopping',
  STOPPED: 'Stopped',
  FAILED: 'Failed',
};

function Switch({ strategy: { id, state } }: { readonly strategy: Strategy }) {
  const allowed = useHasRole('trader', 'risk');
  const [busy, setBusy] = useState(false);
  const runs = state === 'RUNNING' || state === 'STARTING';
  const go = async () => {
    setBusy(true);
    await (runs ? stopStrategy(id) : startStrategy(id));
    setBusy(false);
  };
  return (
    <button
      type="button"
      className="button button--small"
      aria-label={`${runs ? 'Stop' : 'Start'} ${id}`}
      disabled={!allowed || busy || state === 'STOPPING' || state === 'STARTING'}
      onClick={() => void go()}
    >
      {runs ? 'Stop' : 'Start'}
    </button>
  );
}

function Result({ strategy: { id, account } }: { readonly strategy: Strategy }) {
  const view = useApp(({ book }) => book.portfolios[portfolioKey({ account, strategy: id })]);
  if (!view) return <span className="muted">–</span>;
  const result = subtract(add(view.realizedPnl, view.unrealizedPnl), view.fees);
  const direction = directionOfText(result);
  return (
    <span className={direction}>
      <span className="arrow">{arrowOf[direction]}</span>
      {signedMoney(result)}
    </span>
  );
}

const counter = ({ counters }: Strategy, ...wanted: readonly string[]): string => {
  const name = wanted.find((one) => counters[one] !== undefined);
  return name === undefined ? '–' : counters[name].toLocaleString('en-US');
};

/** All counters, for those who point at them. */
const allCounters = ({ counters }: Strategy): string =>
  Object.entries(counters)
    .map(([name, value]) => `${name}: ${value.toLocaleString('en-US')}`)
    .join('\n');

function StrategyRows({ strategy }: { readonly strategy: Strategy }) {
  const { id, type, state, error, host } = strategy;
  return (
    <>
      <tr data-testid={`strategy-${id}`}>
        <td>
          <span className={`state state--${state}`} title={`${names[state]} on ${host}`}>
            {id}
          </span>
          <small>
            {type}, {names[state].toLowerCase()} {since(Number(strategy.since) / 1e6)}
          </small>
        </td>
        <td title={allCounters(strategy)}>
          {counter(strategy, 'orders', 'ordersSent')}
          <small>{counter(strategy, 'decisions')} decisions</small>
        </td>
        <td>
          <Result strategy={strategy} />
        </td>
        <td>
          <Switch strategy={strategy} />
        </td>
      </tr>
      {error && (
        <tr className="strategies__error">
          <td colSpan={4}>
            {error.message} <code>{error.code}</code>
          </td>
        </tr>
      )}
    </>
  );
}

export function StrategiesPanel() {
  const strategies = useApp(({ desk }) => desk.strategies);
  const unreachable = useApp(({ desk }) => desk.unreachableHosts);
  return (
    <div className="panel" data-testid="strategies-panel">
      <div className="panel__body" tabIndex={0} role="region" aria-label="List of strategies">
        {unreachable.length > 0 && (
          <p className="alert alert--note">No answer from the strategy host {unreachable.join(', ')}</p>
        )}
        {strategies.length === 0 && unreachable.length === 0 && <div className="empty">No strategy is configured</div>}
        {strategies.length > 0 && (
          <table className="strategies">
            <thead>
              <tr>
                <th scope="col">Strategy</th>
                <th scope="col">Orders</th>
                <th scope="col">P&amp;L</th>
                <th scope="col">
                  <span className="hidden-text">Start or stop</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {strategies.map((strategy) => (
                <StrategyRows key={strategy.id} strategy={strategy} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
