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

  it('declares replaces only where an edit leaves the order its id', () => {
    expect(exchange.has.editOrder).toBe(true);
    expect(capabilitiesOf(exchange, false, 100).replace).toBe(true);
    expect(capabilitiesOf(Object.assign(exchange, { id: 'gate' }), false, 100).replace).toBe(false);
  });
});
