export * from './encoding.js';
export * from './topics.js';
