export { adapterNames, AdaptersModule } from './adapters.module.js';
