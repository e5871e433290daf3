import { describe, expect, it } from '@jest/globals';
import { Adapter } from './adapter.js';
import { AdapterRegistry } from './adapter-registry.js';

class Fake extends Adapter {
  readonly marketData = undefined;
  readonly createBroker = undefined;

  constructor(
    readonly name: string,
    readonly venues: readonly string[],
  ) {
    super();
  }
}

describe('AdapterRegistry', () => {
  const first = new Fake('live', ['coinbase', 'usa']);
  const second = new Fake('replay', ['coinbase']);
  const registry = new AdapterRegistry([first, second]);

  it('finds the first adapter of a venue as its default, another by name', () => {
    expect(registry.find('coinbase')).toEqual({ ok: true, value: first });
    expect(registry.find('coinbase', 'replay')).toEqual({ ok: true, value: second });
  });

  it('refuses an unknown venue, an unknown adapter, and a venue that the adapter does not serve', () => {
    expect(registry.find('nowhere')).toMatchObject({
      ok: false,
      refusal: { code: 'VENUE_UNKNOWN', details: { venues: 'coinbase, usa' } },
    });
    expect(registry.find('usa', 'nobody')).toMatchObject({ ok: false, refusal: { code: 'ADAPTER_UNKNOWN' } });
    expect(registry.find('usa', 'replay')).toMatchObject({ ok: false, refusal: { code: 'VENUE_UNKNOWN' } });
  });

  it('names the adapter in topics only where it is not the default of the venue', () => {
    expect(registry.topicVenue(first, 'coinbase')).toBe('coinbase');
    expect(registry.topicVenue(second, 'coinbase')).toBe('replay.coinbase');
  });

  it('does not take two adapters of one name', () => {
    expect(() => new AdapterRegistry([first, new Fake('live', ['x'])])).toThrow('two adapters are named live');
  });
});
