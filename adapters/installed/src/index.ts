export { adapterNames, AdaptersModule } from './adapters.module.js';
export { adapterSettings, adaptersSetting } from './settings.js';
export type { CreateAdapter } from './outside-adapter.js';
