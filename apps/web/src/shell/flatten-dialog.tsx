import { grouped } from '../lib/format.js';
import { trim, signOf } from '../lib/decimal.js';
import { flatten } from '../orders/actions.js';
import { portfolioKey } from '../store/book-slice.js';
import { useAccount } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { Dialog } from './dialog.js';

export function FlattenDialog({ onClose }: { readonly onClose: () => void }) {
  const account = useAccount() ?? '';
  const view = useApp(({ book }) => book.portfolios[portfolioKey({ account, strategy: 'all' })]);
  const open = view?.positions.filter(({ quantity }) => signOf(quantity) !== 0) ?? [];
  const confirm = () => {
    void flatten(account);
    onClose();
  };
  return (
    <Dialog title={`Flatten ${account}`} small onClose={onClose}>
      <p>
        Cancels the open orders of this account and closes {open.length === 1 ? 'its position' : 'its positions'} at the
        market.
      </p>
      <ul>
        {open.map(({ symbol, quantity, strategy }) => (
          <li key={`${symbol}|${strategy}`}>
            {symbol} <b>{grouped(trim(quantity))}</b>
          </li>
        ))}
        {open.length === 0 && <li className="muted">There is no open position.</li>}
      </ul>
      <div className="dialog__actions">
        <button type="button" className="button" onClick={onClose}>
          Back
        </button>
        <button
          type="button"
          data-first
          className="button button--danger"
          data-testid="flatten-confirm"
          onKeyDown={(event) => event.repeat && event.preventDefault()}
          onClick={confirm}
        >
          Flatten
        </button>
      </div>
    </Dialog>
  );
}
