export { BusConfig, busLogin, type BusLogin } from './bus-config.js';
export { BusModule, type BusOptions } from './bus.module.js';
export { runBusService, type BusServiceOptions } from './run-bus-service.js';
export { KeyValueConfig, keyValueOptions } from './key-value-config.js';
export { busSettings, keyValueSettings } from './settings.js';
export { isLockStep } from './lock-step.js';
export { platformQueue, type PlatformQueue } from './platform-queue.js';
