export * from './control.js';
export * from './market-data.js';
export * from './order-lists.js';
export * from './orders.js';
export * from './portfolio.js';
export * from './replay.js';
export * from './risk.js';
export * from './validators.js';
