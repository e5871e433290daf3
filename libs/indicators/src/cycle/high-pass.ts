/**
 * Weight of a recursive filter whose high-pass cuts off at `turn` radians a bar: (cos + sin - 1) / cos, written so that it is
 * right also where the cosine is 0.
 */
export const cutOff = (turn: number): number => 1 - Math.tan(Math.PI / 4 - turn / 2);
