import { checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { naturalToRaw, type SviRaw } from './svi.js';

/**
 * The power law of SSVI, phi(theta) = eta / (theta^gamma (1 + theta)^(1 - gamma)), with eta > 0, 0 < gamma <= 1 / 2 and one
 * |rho| < 1 for all expiries; theta is the total variance at the money. J. Gatheral, A. Jacquier (2014), section 4.
 */
export interface SsviParameters {
  readonly rho: number;
  readonly eta: number;
  readonly gamma: number;
}

/**
 * The smile of the surface for a total variance at the money,
 *
 *     w(k) = theta / 2 (1 + rho phi k + sqrt((phi k + rho)^2 + 1 - rho^2)).
 *
 * Throws PRICING_INPUT.
 */
export function ssviSlice(parameters: SsviParameters, theta: number): SviRaw {
  const { rho, eta, gamma } = checkSsvi(parameters);
  checkPositive('theta', theta);
  const zeta = eta / (theta ** gamma * (1 + theta) ** (1 - gamma));
  return naturalToRaw({ delta: 0, mu: 0, rho, omega: theta, zeta });
}

/**
 * Whether the whole surface is free of static arbitrage for any theta that does not fall in time: eta (1 + |rho|) <= 2 (remark 4.4 of
 * the paper).
 */
export function isSsviFree(parameters: SsviParameters): boolean {
  const { rho, eta } = checkSsvi(parameters);
  return eta * (1 + Math.abs(rho)) <= 2;
}

function checkSsvi(parameters: SsviParameters): SsviParameters {
  const { rho, eta, gamma } = parameters;
  checkPositive('eta', eta);
  if (Math.abs(rho) < 1 && gamma > 0 && gamma <= 0.5) return parameters;
  throw new PricingError('PRICING_INPUT', `SSVI needs |rho| < 1 and gamma in (0, 1/2]: rho ${rho}, gamma ${gamma}`);
}
