import type { Definition } from '../core/definition.js';

/** What is made of prices and volumes. */
export const volume: readonly Definition[] = [];
