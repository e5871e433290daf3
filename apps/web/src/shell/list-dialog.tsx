import { useEffect, useMemo, useState } from 'react';
import type { OrderView } from '@bourseworks/dto/shapes';
import { asProblem, type ApiProblem } from '../api/problem.js';
import { trading, type OrderList } from '../api/trading.js';
import { signOf } from '../lib/decimal.js';
import { grouped, quantity } from '../lib/format.js';
import { cancelList } from '../orders/actions.js';
import { ordersOfList, roleName, waitsForList } from '../orders/lists.js';
import { ProblemText } from '../session/problem-text.js';
import { useHasRole } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { Dialog } from './dialog.js';

const WAIT_MS = 300;

interface Shown {
  /** As the OMS has it; undefined while it is not known, or forgotten. */
  readonly list: OrderList | undefined;
  readonly problem: ApiProblem | undefined;
}

const NOTHING: Shown = { list: undefined, problem: undefined };

/** What the OMS alone knows of a list; asked again a moment after one of its orders changed. */
function useList(listId: string, changed: number): Shown {
  const [shown, setShown] = useState(NOTHING);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      trading.list(listId).then(
        ({ list }) => wanted && setShown({ list, problem: undefined }),
        (error: unknown) => wanted && setShown({ list: undefined, problem: asProblem(error) }),
      );
    }, WAIT_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [listId, changed]);
  return shown;
}

const KINDS: Readonly<Record<OrderList['kind'], string>> = { BRACKET: 'Bracket', OCO: 'OCO', OTO: 'OTO' };

const STATES: Readonly<Record<OrderList['state'], string>> = {
  WAITING: 'Nothing is filled yet',
  WORKING: 'Working',
  CANCELLING: 'Being cancelled',
  ENDED: 'Ended',
};

/** What somebody has to look at. */
function alarmsOf({ overshoot, legs }: OrderList): string[] {
  const beyond = signOf(overshoot) > 0 ? [`${quantity(overshoot)} filled beyond the entry`] : [];
  const lacking = legs.filter(({ uncovered }) => signOf(uncovered) > 0);
  const uncovered = lacking.map((leg) => `${roleName(leg.role)}: ${quantity(leg.uncovered)} not covered`);
  const denied = legs.flatMap(({ role, denied: code }) => (code === undefined ? [] : [`${roleName(role)}: ${code}`]));
  return [...beyond, ...uncovered, ...denied];
}

function priceOf({ price, stopPrice, trailBy }: OrderView): string {
  const trigger = stopPrice === undefined ? [] : [`stop ${grouped(stopPrice)}`];
  const trail = trailBy === undefined ? [] : [`± ${grouped(trailBy)}`];
  const words = [...trigger, ...trail, ...(price === undefined ? [] : [grouped(price)])];
  return words.length === 0 ? 'market' : words.join(', ');
}

function Row({ order }: { readonly order: OrderView }) {
  const { listRole, side, ordStatus, state, cumQty } = order;
  const status = state === 'Denied' ? state : ordStatus.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return (
    <tr>
      <td>{roleName(listRole)}</td>
      <td>
        <span className={side === 'BUY' ? 'side-buy' : 'side-sell'}>{side === 'BUY' ? 'Buy' : 'Sell'}</span>{' '}
        {quantity(order.quantity)} {order.symbol}
      </td>
      <td className="num">{priceOf(order)}</td>
      <td className="num">{quantity(cumQty)}</td>
      <td>{waitsForList(order) ? 'Waits' : status}</td>
    </tr>
  );
}

/** A list of orders as it goes on, and the cancel of all of it. */
export function ListDialog({ listId, onClose }: { readonly listId: string; readonly onClose: () => void }) {
  const all = useApp(({ book }) => book.orders);
  const orders = useMemo(() => ordersOfList(all, listId), [all, listId]);
  const changed = orders.reduce((latest, { sequence }) => Math.max(latest, sequence), 0);
  const { list, problem } = useList(listId, changed);
  const allowed = useHasRole('trader', 'risk');
  const isOpen = orders.some(({ closed }) => !closed);
  const confirm = () => {
    void cancelList(listId);
    onClose();
  };
  return (
    <Dialog title={`${list ? KINDS[list.kind] : 'List'} ${listId}`} onClose={onClose}>
      <div className="list-state" data-testid="list-state" data-state={list?.state}>
        <span className="badge badge--accent">{list ? STATES[list.state] : isOpen ? 'Open' : 'Ended'}</span>
        {list &&
          alarmsOf(list).map((alarm) => (
            <span key={alarm} className="badge badge--warn">
              {alarm}
            </span>
          ))}
      </div>
      {problem && <ProblemText problem={problem} />}
      <table className="list-orders">
        <thead>
          <tr>
            <th>For</th>
            <th>Order</th>
            <th className="num">Price</th>
            <th className="num">Filled</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.clOrdId} order={order} />
          ))}
        </tbody>
      </table>
      {isOpen && <p className="muted">Cancels every order of the list. What is filled stays as it is.</p>}
      <div className="dialog__actions">
        <button type="button" className="button" onClick={onClose}>
          Back
        </button>
        <button
          type="button"
          data-first
          className="button button--danger"
          data-testid="cancel-list"
          disabled={!allowed || !isOpen}
          onKeyDown={(event) => event.repeat && event.preventDefault()}
          onClick={confirm}
        >
          Cancel list
        </button>
      </div>
    </Dialog>
  );
}
