import type { SelfTradeMode } from '@bourseworks/risk';

/** Who is not to trade with whom, and what is done about it. Asked for each order: a change holds from the next one on. */
export interface SelfTradeOptions {
  /** The mode of the account whose order is new decides. */
  modeOf(account: string): SelfTradeMode;
  /** Beneficial owner of an account: accounts of one owner do not trade with each other. */
  ownerOf(account: string): string;
}
