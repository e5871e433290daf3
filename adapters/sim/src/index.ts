export { SimBroker } from './broker/sim-broker.js';
export { parseSimConfig, type SimConfig } from './config.js';
export { SimMarketData } from './market-data/sim-market-data.js';
export { simSettings } from './settings.js';
export { SimAdapter } from './sim.adapter.js';
export { SimAdapterModule } from './sim.module.js';
