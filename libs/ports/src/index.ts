export * from './adapter.js';
export * from './adapter-registry.js';
export * from './broker-adapter.js';
export * from './clock.js';
export * from './logger.js';
export * from './market-data-adapter.js';
export * from './rng.js';
export * from './setting.js';
