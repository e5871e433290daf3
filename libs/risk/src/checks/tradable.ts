import { deny, unitsText, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import type { StateEntry } from '../state/trading-states.js';
import { COLUMN } from '../tree/counters.js';
import type { RiskTree } from '../tree/risk-tree.js';
import { onlyReduces } from './reducing.js';

const LEVEL_OF = { firm: 0, account: 1, strategy: 2, symbol: 0 } as const;

/** HALTED takes nothing, REDUCING what makes the position of its scope smaller. */
export function checkStates(
  tree: RiskTree,
  request: RiskRequest,
  states: readonly StateEntry[] | undefined,
): RiskDenial | undefined {
  if (states === undefined) return undefined;
  const { path, side, addedQuantity } = request;
  for (const entry of states) {
    const { scope, id, state, reason } = entry;
    if (state === 'HALTED') return deny(path, 'RISK_HALTED', entry, `${scope} ${id} is halted: ${reason}`);
    const node = path.one[LEVEL_OF[scope]];
    if (addedQuantity > 0 && !onlyReduces(tree.counters, node, side, addedQuantity))
      return deny(path, 'RISK_REDUCING', entry, `${scope} ${id} takes reducing orders only: ${reason}`);
  }
  return undefined;
}

/** Halts of the venue, session calendars, restricted lists. */
export function checkTradable({ path, side }: RiskRequest, nowUs: number): RiskDenial | undefined {
  const { instrument, limits, reference } = path;
  const { hours, restricted } = limits.order;
  if (reference.halted) {
    const where = { scope: 'symbol' } as const;
    return deny(path, 'RISK_HALTED', where, `the venue halted ${instrument.key}`);
  }
  for (let i = 0; i < hours.length; i++)
    if (!hours[i].value.isOpen(nowUs)) return deny(path, 'RISK_CLOSED', hours[i], `${instrument.key} is out of hours`);
  for (let i = 0; i < restricted.length; i++) {
    const { value } = restricted[i];
    if (value !== 'BOTH' && value !== side) continue;
    return deny(path, 'RISK_RESTRICTED', restricted[i], `${instrument.key} is restricted for ${side}`, value, side);
  }
  return undefined;
}

/** Sales beyond the long position of the account. A locate is taken down by the orders that are open against it. */
export function checkShortSale(tree: RiskTree, request: RiskRequest, nowUs: number): RiskDenial | undefined {
  const { path, side, addedQuantity } = request;
  const { shortSale } = path.limits.order;
  if (shortSale === undefined || shortSale.value === 'ALLOWED' || side === 'BUY') return undefined;
  const node = path.one[1];
  const { counters } = tree;
  const short = counters.get(node, COLUMN.openSell) + addedQuantity - counters.get(node, COLUMN.position);
  if (short <= 0 || addedQuantity <= 0) return undefined;
  const { qtyScale } = path.instrument;
  const observed = unitsText(short, qtyScale);
  if (shortSale.value === 'DENIED')
    return deny(path, 'RISK_SHORT_SALE', shortSale, `the account would be short ${observed}`, '0', observed);
  const located = tree.located(path, nowUs);
  if (short <= located) return undefined;
  const limit = unitsText(located, qtyScale);
  return deny(
    path,
    'RISK_LOCATE',
    shortSale,
    `${observed} sold short need a locate, there is ${limit}`,
    limit,
    observed,
  );
}
