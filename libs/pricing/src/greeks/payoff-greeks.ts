import { INVERSE_SQRT_TWO_PI } from '../math/normal.js';
import { CALL, type OptionKind } from '../option/option-kind.js';
import { GREEK, GREEK_COUNT } from './greek.js';

const times = (weight: number, amount: number): number => (weight === 0 ? 0 : weight * amount);

/**
 * The Greeks where the density of the price at expiry is 0 at the strike, so that the option is a forward or nothing: no
 * volatility or time, 0 or Infinity as spot, strike or volatility, or more than 38 deviations from the money. The price is there.
 */
export function writePayoffGreeks(
  out: Float64Array,
  at: number,
  kind: OptionKind,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  carry: number,
  x: number,
  s: number,
): void {
  const kink = !(s > 0) && (x === 0 || Number.isNaN(x));
  // With unlimited volatility the call is the asset, the put the strike.
  const unlimited = s === Infinity;
  const inMoney = kink ? 0.5 : Number(kind * x > 0);
  const byAsset = unlimited ? Number(kind === CALL) : inMoney;
  const byCash = unlimited ? 1 - byAsset : inMoney;
  const growth = Math.exp((carry - rate) * years);
  const discount = Math.exp(-rate * years);
  const assetPart = kind * times(byAsset, spot * growth);
  const cashPart = kind * times(byCash, strike * discount);
  const price = out[at + GREEK.price];
  out.fill(kink ? NaN : 0, at + 1, at + GREEK_COUNT);
  out[at + GREEK.delta] = kind * byAsset * growth;
  out[at + GREEK.dualDelta] = -kind * byCash * discount;
  out[at + GREEK.rho] = years * cashPart;
  out[at + GREEK.carryRho] = years * assetPart;
  out[at + GREEK.discountRho] = -years * price;
  out[at + GREEK.lambda] = price > 0 ? assetPart / price : NaN;
  if (kink) {
    out[at + GREEK.gamma] = Infinity;
    out[at + GREEK.dualGamma] = Infinity;
    out[at + GREEK.vega] = INVERSE_SQRT_TWO_PI * spot * growth * Math.sqrt(years);
  } else {
    out[at + GREEK.theta] = -(carry - rate) * assetPart - rate * cashPart;
    out[at + GREEK.charm] = -(carry - rate) * out[at + GREEK.delta];
  }
}
