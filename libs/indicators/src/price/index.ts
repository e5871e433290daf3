import type { Definition } from '../core/definition.js';

/** One price made of those of a bar, and bars made of bars. */
export const price: readonly Definition[] = [];
