export * from '../mappers/index.js';
export * from './common.js';
export * from './control.js';
export * from './gateway.js';
export * from './market-data.js';
export * from './orders.js';
export * from './replay.js';
export * from '../topics/index.js';
