export { KrakenStandIn } from './kraken-stand-in.js';
