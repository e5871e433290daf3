import type { Definition } from '../core/definition.js';

/** Rolling statistics of one series, or of two. */
export const statistics: readonly Definition[] = [];
