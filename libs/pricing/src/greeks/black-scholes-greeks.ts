import { INVERSE_SQRT_TWO_PI, scaledNormalTail } from '../math/normal.js';
import { discountedPrice } from '../option/black-scholes.js';
import { logRatio } from '../option/log-ratio.js';
import { checkOption, refuseOption } from '../option/option-checks.js';
import type { OptionKind } from '../option/option-kind.js';
import { GREEK } from './greek.js';
import { writePayoffGreeks } from './payoff-greeks.js';

/** P(Z <= z) from the density at z. */
const cumulated = (z: number, density: number): number =>
  z < 0 ? SCALE * density * scaledNormalTail(-z) : 1 - SCALE * density * scaledNormalTail(z);
const SCALE = 1 / INVERSE_SQRT_TWO_PI;

/**
 * Price and Greeks to third order of a European option into `out` from index `at`, each at its place in GREEK, without
 * allocating anything. Inputs and errors are those of bsmPrice. Formulas: E. G. Haug, "The Complete Guide to Option Pricing
 * Formulas" (2007), chapter 2. Without any time value they are the Greeks of the payoff; on its kink (no volatility or
 * time, at the money) gamma is Infinity, delta the half, and what has no limit NaN.
 */
export function writeBsmGreeks(
  out: Float64Array,
  at: number,
  kind: OptionKind,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  carry: number,
  volatility: number,
): void {
  checkOption(kind, spot, strike, years, rate, carry, volatility);
  const growth = Math.exp((carry - rate) * years);
  const discount = Math.exp(-rate * years);
  const x = logRatio(spot, strike) + carry * years;
  const s = volatility * Math.sqrt(years);
  const price = discountedPrice(kind, spot * growth, strike * discount, x, s);
  if (Number.isNaN(price)) refuseOption(spot, strike, years, rate, carry);
  const d1 = x / s + 0.5 * s;
  const d2 = x / s - 0.5 * s;
  const density = INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * d1 * d1);
  out[at + GREEK.price] = price;
  if (!(density > 0)) return writePayoffGreeks(out, at, kind, spot, strike, years, rate, carry, x, s);
  const byAsset = cumulated(kind * d1, density);
  const byCash = cumulated(kind * d2, INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * d2 * d2));
  const grown = growth * density;
  const vega = spot * grown * Math.sqrt(years);
  const gamma = grown / (spot * s);
  const delta = kind * growth * byAsset;
  const assetPart = spot * delta;
  const cashPart = kind * strike * discount * byCash;
  const product = d1 * d2;
  const fall = carry - rate;
  const half = 0.5 / years;
  // Derivative of d1 to the time until expiry.
  const drift = carry / s - d2 * half;
  out[at + GREEK.delta] = delta;
  out[at + GREEK.gamma] = gamma;
  out[at + GREEK.theta] = -vega * volatility * half - fall * assetPart - rate * cashPart;
  out[at + GREEK.vega] = vega;
  out[at + GREEK.rho] = years * cashPart;
  out[at + GREEK.discountRho] = -years * price;
  out[at + GREEK.carryRho] = years * assetPart;
  out[at + GREEK.lambda] = price > 0 ? assetPart / price : NaN;
  out[at + GREEK.vanna] = (-grown * d2) / volatility;
  out[at + GREEK.vomma] = (vega * product) / volatility;
  out[at + GREEK.charm] = -grown * drift - fall * delta;
  out[at + GREEK.veta] = -vega * (fall - d1 * drift + half);
  out[at + GREEK.vera] = (-years * spot * grown * d1) / volatility;
  out[at + GREEK.speed] = (-gamma / spot) * (1 + d1 / s);
  out[at + GREEK.zomma] = (gamma * (product - 1)) / volatility;
  out[at + GREEK.color] = -gamma * (fall - d1 * drift - half);
  out[at + GREEK.vannaVol] = (-grown * (product * d2 - d1 - d2)) / (volatility * volatility);
  out[at + GREEK.ultima] = (vega * (product * (product - 1) - d1 * d1 - d2 * d2)) / (volatility * volatility);
  out[at + GREEK.dualDelta] = -kind * discount * byCash;
  out[at + GREEK.dualGamma] = (spot * grown) / (strike * strike * s);
}
