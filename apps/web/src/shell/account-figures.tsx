import { subtract, add } from '../lib/decimal.js';
import { arrowOf, directionOfText, money, signedMoney } from '../lib/format.js';
import { portfolioKey } from '../store/book-slice.js';
import { desk } from '../store/desk-slice.js';
import { useAccount, useAccounts } from '../store/selectors.js';
import { useApp, useSend } from '../store/store.js';

function Figure({
  name,
  text,
  tone = 'flat',
}: {
  readonly name: string;
  readonly text: string;
  readonly tone?: string;
}) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className={tone}>{text}</dd>
    </div>
  );
}

function AccountChoice() {
  const accounts = useAccounts();
  const account = useAccount();
  const send = useSend();
  return (
    <div className="figure">
      <label htmlFor="account" className="hidden-text">
        Account
      </label>
      <select
        id="account"
        className="menu-button"
        data-testid="account-select"
        value={account ?? ''}
        onChange={({ target }) => send(desk.accountChosen(target.value))}
      >
        {account === undefined && <option value="">No account</option>}
        {accounts.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}

export function AccountFigures() {
  const account = useAccount() ?? '';
  const view = useApp(({ book }) => book.portfolios[portfolioKey({ account, strategy: 'all' })]);
  const result = view ? subtract(add(view.realizedPnl, view.unrealizedPnl), view.fees) : undefined;
  const direction = result === undefined ? 'flat' : directionOfText(result);
  return (
    <>
      <AccountChoice />
      <dl className="figures" aria-label="Account">
        <Figure name={`Equity ${view?.currency ?? ''}`} text={view ? money(view.equity) : '–'} />
        <Figure
          name="P&L after fees"
          text={result === undefined ? '–' : `${signedMoney(result)} ${arrowOf[direction]}`}
          tone={direction}
        />
        <Figure name="Exposure" text={view ? money(view.grossExposure, 0) : '–'} />
        <Figure name="Open orders" text={view ? String(view.openOrders) : '–'} />
      </dl>
    </>
  );
}
