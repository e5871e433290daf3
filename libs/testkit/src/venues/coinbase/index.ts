export { CoinbaseStandIn } from './coinbase-stand-in.js';
