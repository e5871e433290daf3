export { AdaptersModule } from './adapters.module.js';
export { adapterSettings, adaptersSetting } from './settings.js';
