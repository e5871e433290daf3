/** Nodes and weights of a quadrature on (0, 1), whose weights sum to 1. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Legendre quadrature with `count` nodes on (0, 1), exact for polynomials up to degree 2 count - 1: the roots of the
 * Legendre polynomial by Newton's method, from the usual cosine. For use when a module is loaded, not on a hot path.
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 0;
    // Quadratic from a start good to three digits: five steps are one more than are needed.
    for (let step = 0; step < 5; step++) {
      let value = 1;
      let before = 0;
      for (let degree = 1; degree <= count; degree++) {
        const next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[index] = 0.5 * (1 + x);
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
