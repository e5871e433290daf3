import { COLUMN, type RiskTree } from '@bourseworks/risk';

/** What open orders hold back, of one strategy or of an account. */
export interface ReservedView {
  /** Ledger money at 10^-18. */
  readonly notional: bigint;
  readonly openOrders: number;
}

/** From 10^-4 to 10^-18. */
const LEDGER_PER_NOTIONAL = 10n ** 14n;

export function reservedOf(tree: RiskTree, account: string, strategy: string | undefined): ReservedView {
  let notional = 0n;
  let openOrders = 0;
  for (const path of tree.allPaths()) {
    if (path.account !== account || (strategy !== undefined && path.strategy !== strategy)) continue;
    const node = path.one[2];
    const { counters } = tree;
    notional += BigInt(counters.get(node, COLUMN.openBuyNotional) + counters.get(node, COLUMN.openSellNotional));
    openOrders += counters.get(node, COLUMN.openOrders);
  }
  return { notional: notional * LEDGER_PER_NOTIONAL, openOrders };
}
