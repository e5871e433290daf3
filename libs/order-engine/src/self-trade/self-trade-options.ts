/** What happens when an order could trade against an own one. */
export const SELF_TRADE_MODES = ['OFF', 'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH', 'DECREMENT'] as const;
export type SelfTradeMode = (typeof SELF_TRADE_MODES)[number];

/** Who is not to trade with whom, and what is done about it. Asked for each order: a change holds from the next one on. */
export interface SelfTradeOptions {
  /** The mode of the account whose order is new decides. */
  modeOf(account: string): SelfTradeMode;
  /** Beneficial owner of an account: accounts of one owner do not trade with each other. */
  ownerOf(account: string): string;
}

export const DEFAULT_SELF_TRADE: SelfTradeOptions = {
  modeOf: () => 'CANCEL_NEWEST',
  ownerOf: (account) => account,
};
