import { gaussLegendre, type Quadrature } from './gauss-legendre.js';
import { normalCdf, SQRT_TWO_PI } from './normal.js';

const TWO_PI = 2 * Math.PI;
const FEW = gaussLegendre(6);
const SOME = gaussLegendre(12);
const MANY = gaussLegendre(20);

/**
 * P(X <= x and Y <= y) of two standard normal variables with correlation `rho`, -1 to 1 (NaN beyond); absolute error below
 * 1e-15. A. Genz, "Numerical computation of rectangular bivariate and trivariate normal and t probabilities", Statistics and
 * Computing 14 (2004), on Drezner and Wesolowsky (1990).
 */
export function bivariateNormalCdf(x: number, y: number, rho: number): number {
  if (Number.isNaN(x) || Number.isNaN(y) || !(Math.abs(rho) <= 1)) return NaN;
  if (x === -Infinity || y === -Infinity) return 0;
  if (x === Infinity) return normalCdf(y);
  if (y === Infinity) return normalCdf(x);
  // By symmetry this is P(X > -x and Y > -y), the form of the paper.
  const probability = Math.abs(rho) < 0.925 ? moderate(-x, -y, rho) : extreme(-x, -y, rho);
  return Math.min(1, Math.max(0, probability));
}

function moderate(h: number, k: number, rho: number): number {
  const { nodes, weights } = quadratureFor(Math.abs(rho));
  const halfSquares = (h * h + k * k) / 2;
  const product = h * k;
  const angle = Math.asin(rho);
  let sum = 0;
  for (let index = 0; index < nodes.length; index++) {
    const sine = Math.sin(angle * nodes[index]);
    sum += weights[index] * Math.exp((sine * product - halfSquares) / (1 - sine * sine));
  }
  return (sum * angle) / TWO_PI + normalCdf(-h) * normalCdf(-k);
}

function quadratureFor(rho: number): Quadrature {
  if (rho < 0.3) return FEW;
  return rho < 0.75 ? SOME : MANY;
}

/** An expansion around full correlation, and a quadrature of what it leaves. */
function extreme(h: number, first: number, rho: number): number {
  const k = rho < 0 ? -first : first;
  const rest = Math.abs(rho) < 1 ? -aroundFull(h, k, 1 - rho * rho) / TWO_PI : 0;
  if (rho > 0) return rest + normalCdf(-Math.max(h, k));
  if (k <= h) return -rest;
  return (h < 0 ? normalCdf(k) - normalCdf(h) : normalCdf(-h) - normalCdf(-k)) - rest;
}

function aroundFull(h: number, k: number, complement: number): number {
  const product = h * k;
  const distance = (h - k) * (h - k);
  const root = Math.sqrt(complement);
  const c = (4 - product) / 8;
  const d = (12 - product) / 16;
  const exponent = -(distance / complement + product) / 2;
  let sum = 0;
  if (exponent > -100) {
    const series = 1 - (c * (distance - complement) * (1 - (d * distance) / 5)) / 3 + (c * d * complement ** 2) / 5;
    sum = root * Math.exp(exponent) * series;
  }
  if (product > -100) {
    const gap = Math.abs(h - k);
    const tail = SQRT_TWO_PI * normalCdf(-gap / root);
    sum -= Math.exp(-product / 2) * tail * gap * (1 - (c * distance * (1 - (d * distance) / 5)) / 3);
  }
  const { nodes, weights } = MANY;
  for (let index = 0; index < nodes.length; index++) {
    const square = (root * nodes[index]) ** 2;
    const power = -(distance / square + product) / 2;
    if (power <= -100) continue;
    const cosine = Math.sqrt(1 - square);
    const exact = Math.exp((-product * square) / (2 * (1 + cosine) ** 2)) / cosine;
    sum += root * weights[index] * Math.exp(power) * (exact - (1 + c * square * (1 + d * square)));
  }
  return sum;
}
