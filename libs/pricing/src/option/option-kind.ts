export const CALL = 1 as const;
export const PUT = -1 as const;

/** The sign of the payoff: max(kind (S - K), 0). A number, so that columns of options are typed arrays. */
export type OptionKind = typeof CALL | typeof PUT;
