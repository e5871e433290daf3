export * from './instrument.js';
export * from './market-data.js';
