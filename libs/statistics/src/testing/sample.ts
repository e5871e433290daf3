/** Uniform numbers from 0 to 1 (Park and Miller 1988): the same on every machine, and in any language that checks a result. */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Standard normal numbers (Box and Muller 1958). */
export function normals(seed: number): () => number {
  const next = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** A normal random walk from `start`. */
export function randomWalk(length: number, seed: number, start = 0): number[] {
  const next = normals(seed);
  let at = start;
  return Array.from({ length }, () => (at += next()));
}

/** x = phi x + normal, from 0. */
export function autoregression(length: number, seed: number, phi: number): number[] {
  const next = normals(seed);
  let at = 0;
  return Array.from({ length }, () => (at = phi * at + next()));
}
