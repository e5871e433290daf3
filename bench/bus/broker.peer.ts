import { serveBroker } from './processes.js';

await serveBroker();
