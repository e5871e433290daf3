export { engleGranger, type EngleGranger, type EngleGrangerOptions } from './engle-granger.js';
export { johansen, type Johansen, type JohansenOptions, type JohansenTest } from './johansen.js';
