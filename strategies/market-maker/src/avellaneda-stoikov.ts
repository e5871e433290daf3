/** Prices in the currency, quantities in the base, times in seconds. */
export interface MakerModel {
  /** gamma: how much inventory is disliked, 1 / currency of the profit. Above 0. */
  readonly riskAversion: number;
  /** kappa: by how much orders arrive more rarely per unit of price away from the middle, 1 / price. Above 0. */
  readonly arrivalDecay: number;
  /** T - t: how long the inventory is going to be held. */
  readonly horizon: number;
}

export interface MakerQuotes {
  /** About which it quotes: the middle, moved against the inventory. */
  readonly reservation: number;
  readonly bid: number;
  readonly ask: number;
}

/**
 * Quotes of a dealer with exponential utility: r = s - q gamma sigma^2 (T - t), spread = gamma sigma^2 (T - t) +
 * (2 / gamma) ln(1 + gamma / kappa). M. Avellaneda, S. Stoikov, High-frequency trading in a limit order book, Quantitative
 * Finance 8 (2008), equations 3.17 and 3.18. `variance` is that of the price in a second.
 */
export function makerQuotes(middle: number, inventory: number, variance: number, model: MakerModel): MakerQuotes {
  const { riskAversion, arrivalDecay, horizon } = model;
  const risk = riskAversion * variance * horizon;
  const reservation = middle - inventory * risk;
  const half = risk / 2 + Math.log1p(riskAversion / arrivalDecay) / riskAversion;
  return { reservation, bid: reservation - half, ask: reservation + half };
}
