import { describe, expect, it } from '@jest/globals';
import { StandInExchange } from '../test/stand-in-exchange.js';
import { StandInVenue } from '../test/stand-in-venue.js';
import { capabilitiesOf } from './capabilities.js';

describe('capabilitiesOf', () => {
  const exchange = new StandInExchange(new StandInVenue());

  it('declares no stops, though the exchange takes trigger orders: they are kept apart from plain ones', () => {
    expect(exchange.features.spot.createOrder.triggerPrice).toBe(true);
    expect(capabilitiesOf(exchange, false, 100).orderTypes).toEqual(['MARKET', 'LIMIT']);
  });
});
