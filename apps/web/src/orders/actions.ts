import { asProblem } from '../api/problem.js';
import { trading, type KillScope, type StateBody } from '../api/trading.js';
import { newId } from '../lib/ids.js';
import type { SymbolRef } from '../market/address.js';
import { bookActions } from '../store/book-slice.js';
import { desk } from '../store/desk-slice.js';
import { note, store } from '../store/store.js';

/** Everything that people do to orders, positions, strategies and switches, with a line in the activity panel. */

function failed(what: string, error: unknown): void {
  const { code, message } = asProblem(error);
  note('bad', what, message, code);
}

export async function cancelOrder(clOrdId: string): Promise<void> {
  try {
    await trading.cancel(clOrdId, newId('cancel'));
    note('info', 'Cancel sent', clOrdId);
  } catch (error) {
    failed(`Cancel of ${clOrdId} refused`, error);
  }
}

/** Every order of a list. */
export async function cancelList(listId: string): Promise<void> {
  try {
    const { state, code, reason } = await trading.cancelList(listId, newId('cancel'));
    if (state === 'Unknown') note('warn', 'Cancel of a list: not known', reason ?? `${listId}: cancel it again`, code);
    else if (code === undefined) note('info', 'Cancel of a list sent', listId);
    else note('bad', `Cancel of ${listId} refused`, reason ?? code, code);
  } catch (error) {
    failed(`Cancel of ${listId} refused`, error);
  }
}

/** True when the change was taken. */
export async function replaceOrder(
  clOrdId: string,
  change: { quantity?: string; price?: string; stopPrice?: string },
): Promise<boolean> {
  try {
    const { code, reason } = await trading.replace(clOrdId, { commandId: newId('replace'), ...change });
    if (code === undefined) {
      note('info', 'Change sent', `${clOrdId}: ${Object.values(change).join(' at ')}`);
      return true;
    }
    note('bad', `Change of ${clOrdId} refused`, reason ?? code, code);
  } catch (error) {
    failed(`Change of ${clOrdId} refused`, error);
  }
  return false;
}

export async function cancelAll(account: string | undefined, symbol?: SymbolRef): Promise<void> {
  try {
    const where = { ...(account === undefined ? {} : { account }), ...symbol };
    const { requested, failed: refused } = await trading.cancelAll(newId('cancel-all'), where);
    const kind = refused.length > 0 ? 'warn' : 'good';
    note(kind, 'Cancel all', `${requested} asked for, ${refused.length} refused`, refused[0]?.code);
  } catch (error) {
    failed('Cancel all refused', error);
  }
}

export async function flatten(account: string, symbol?: SymbolRef): Promise<void> {
  const what = symbol ? `Flatten ${symbol.symbol}` : `Flatten ${account}`;
  try {
    const answer = await trading.flatten(newId('flatten'), { account, ...symbol });
    const { cancelled, orders, failed: refused } = answer;
    const text = `${cancelled} orders cancelled, ${orders.length} closing orders sent, ${refused.length} refused`;
    note(refused.length > 0 ? 'warn' : 'good', what, text);
  } catch (error) {
    failed(`${what} refused`, error);
  }
}

export interface Switch {
  readonly scope: KillScope;
  readonly id: string;
  readonly reason: string;
}

async function refreshKills(): Promise<void> {
  // The socket tells too; this is for when it is away.
  const { kills } = await trading.kills();
  store.dispatch(bookActions.kills(kills));
}

/** True when the switch is on. */
export async function kill(chosen: Switch): Promise<boolean> {
  try {
    const { cancelled } = await trading.kill({ commandId: newId('kill'), ...chosen });
    note('bad', 'Kill switch is on', `${chosen.scope} ${chosen.id}: ${cancelled} orders cancelled`);
    void refreshKills().catch(() => undefined);
    return true;
  } catch (error) {
    failed('Kill switch refused', error);
    return false;
  }
}

export async function rearm(chosen: Switch): Promise<void> {
  try {
    const { awaits } = await trading.rearm({ commandId: newId('rearm'), ...chosen });
    if (awaits === undefined) note('good', 'Re-armed', `${chosen.scope} ${chosen.id}`);
    else note('info', 'Awaits a second person', `${chosen.scope} ${chosen.id} stays stopped until then`);
    void refreshKills().catch(() => undefined);
  } catch (error) {
    failed('Re-arm refused', error);
  }
}

/** Lets a scope trade again that a limit or a person restricted. */
export async function setActive({ scope, id }: Pick<StateBody, 'scope' | 'id'>): Promise<void> {
  try {
    const reason = 'set active by hand';
    await trading.setState({ commandId: newId('state'), scope, id, state: 'ACTIVE', reason });
    note('good', 'Active again', `${scope} ${id}`);
  } catch (error) {
    failed('Refused to set it active', error);
  }
}

export async function startStrategy(id: string): Promise<void> {
  try {
    store.dispatch(desk.strategyChanged(await trading.startStrategy(id, newId('start'))));
    note('good', 'Strategy started', id);
  } catch (error) {
    failed(`Start of ${id} refused`, error);
  }
}

export async function stopStrategy(id: string): Promise<void> {
  try {
    store.dispatch(desk.strategyChanged(await trading.stopStrategy(id, newId('stop'), 'stopped by hand')));
    note('info', 'Strategy stopped', id);
  } catch (error) {
    failed(`Stop of ${id} refused`, error);
  }
}
