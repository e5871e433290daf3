export { AlpacaDataStandIn, type AlpacaDataOptions } from './alpaca-data-stand-in.js';
export type { AlpacaFill, AlpacaOrder } from './alpaca-order.js';
export {
  ALPACA_KEY_ID,
  ALPACA_SECRET_KEY,
  AlpacaStandIn,
  type AlpacaFault,
  type AlpacaRequest,
} from './alpaca-stand-in.js';
export { AlpacaVenue, type TradeUpdate, type VenueAnswer } from './alpaca-venue.js';
