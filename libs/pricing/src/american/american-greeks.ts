import { type AmericanOption, checkAmerican, type CheckedOption, type GridValue, thetaOf } from './american-option.js';

/** Price and Greeks of an American option; units as of GREEK. */
export interface AmericanGreeks extends GridValue {
  readonly vega: number;
  /** With the yield held, as `rho` of GREEK. */
  readonly rho: number;
}

/** A method with its settings: `baroneAdesiWhaley`, or `(option) => binomial(option, { steps: 301 })`. */
export type AmericanModel = (option: AmericanOption) => number | GridValue;

/**
 * Bumps as shares of what they move: of a formula small enough for three digits of a second derivative, of a tree or grid
 * large enough not to read its rounding.
 */
const SPOT_BUMP = 2e-3;
const VOLATILITY_BUMP = 0.01;
const RATE_BUMP = 1e-3;

/**
 * All Greeks of any method: those that it tells itself, the others by central differences (volatility moved by a hundredth of itself,
 * the rate by ten basis points, the spot by two thousandths), so five to seven prices. Throws what the method throws.
 */
export function americanGreeks(american: AmericanOption, model: AmericanModel): AmericanGreeks {
  const option = checkAmerican(american);
  const now = model(option);
  const price = (changed: Partial<CheckedOption>) => priceOf(model({ ...option, ...changed }));
  const { volatility, rate, carry } = option;
  const bump = volatility * VOLATILITY_BUMP;
  return {
    ...(typeof now === 'number' ? bumpedSpot(option, now, (spot) => price({ spot })) : now),
    vega: (price({ volatility: volatility + bump }) - price({ volatility: volatility - bump })) / (2 * bump),
    rho:
      (price({ rate: rate + RATE_BUMP, carry: carry + RATE_BUMP }) -
        price({ rate: rate - RATE_BUMP, carry: carry - RATE_BUMP })) /
      (2 * RATE_BUMP),
  };
}

function bumpedSpot(option: CheckedOption, price: number, at: (spot: number) => number): GridValue {
  const { kind, spot, strike } = option;
  const bump = spot * SPOT_BUMP;
  const [down, up] = [at(spot - bump), at(spot + bump)];
  const delta = (up - down) / (2 * bump);
  const gamma = (up - 2 * price + down) / (bump * bump);
  const isExercised = price > 0 && price <= kind * (spot - strike);
  return { price, delta, gamma, theta: isExercised ? 0 : thetaOf(option, price, delta, gamma) };
}

function priceOf(value: number | GridValue): number {
  return typeof value === 'number' ? value : value.price;
}
