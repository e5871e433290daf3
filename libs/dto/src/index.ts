export * from './classes/index.js';
export * from './codec/codec.js';
export * from './shapes/index.js';
