export { ExecutionStrategy } from './execution.strategy.js';
export { EXECUTION_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const executionModule = { url: import.meta.url, exportName: 'ExecutionStrategy' } as const;
