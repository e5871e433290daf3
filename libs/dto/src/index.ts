export * from './classes/index.js';
export * from './shapes/index.js';
export * from './topics/catalogue.js';
