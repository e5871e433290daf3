import type { Definition } from '../core/definition.js';

/** Arithmetic on series, as building blocks. */
export const math: readonly Definition[] = [];
