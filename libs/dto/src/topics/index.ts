export * from './access.js';
export * from './encoding.js';
export * from './connections.js';
export * from './queues.js';
export * from './topics.js';
