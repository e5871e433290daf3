import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { Adapter, AdapterRegistry } from '@bourseworks/ports';
import { VirtualClock } from '@bourseworks/testkit';
import { instrument } from '../../test/fake-adapter.js';
import type { ListedInstrument } from '../live/live-protocol.js';
import { InstrumentCatalogue } from './instrument-catalogue.js';

class Fake extends Adapter {
  readonly venues = ['fake'];
  readonly createBroker = undefined;
  constructor(
    readonly name: string,
    readonly marketData: Adapter['marketData'] = { moduleUrl: 'file:///none', config: {} },
  ) {
    super();
  }
}

const listed: ListedInstrument = { instrument, kinds: ['trade'] };

function setup(load: () => Promise<readonly ListedInstrument[]>) {
  const clock = new VirtualClock();
  let loads = 0;
  const registry = new AdapterRegistry([new Fake('a'), new Fake('none', undefined)]);
  class NoData extends Fake {
    override readonly marketData = undefined;
  }
  const both = new AdapterRegistry([...registry.all().slice(0, 1), new NoData('b')]);
  const catalogue = new InstrumentCatalogue(both, clock, () => {
    loads++;
    return load();
  });
  return { clock, catalogue, loads: () => loads };
}

const code = (result: { ok: boolean; refusal?: { code: string } }): string =>
  result.ok ? 'ok' : String(result.refusal?.code);

describe('InstrumentCatalogue', () => {
  it('asks an adapter once, also for requests at the same time', async () => {
    const { catalogue, loads } = setup(() => Promise.resolve([listed]));
    const found = await Promise.all([catalogue.find('fake', 'X'), catalogue.findKind('fake', 'X', 'trade')]);
    expect(found.map(code)).toEqual(['ok', 'ok']);
    expect(loads()).toBe(1);
  });

  it('refuses by code', async () => {
    const { catalogue } = setup(() => Promise.resolve([listed]));
    expect(code(await catalogue.find('moon', 'X'))).toBe('VENUE_UNKNOWN');
    expect(code(await catalogue.find('fake', 'Y'))).toBe('INSTRUMENT_UNKNOWN');
    expect(code(await catalogue.find('fake', 'X', 'z'))).toBe('ADAPTER_UNKNOWN');
    expect(code(await catalogue.find('fake', 'X', 'b'))).toBe('ADAPTER_NO_MARKET_DATA');
    expect(code(await catalogue.findKind('fake', 'X', 'book'))).toBe('KIND_UNSUPPORTED');
  });

  it('an unknown symbol makes it ask again, but not all the time', async () => {
    let list: ListedInstrument[] = [];
    const { catalogue, clock, loads } = setup(() => Promise.resolve(list));
    expect(code(await catalogue.find('fake', 'X'))).toBe('INSTRUMENT_UNKNOWN');
    list = [listed];
    expect(code(await catalogue.find('fake', 'X'))).toBe('INSTRUMENT_UNKNOWN');
    clock.advance(10_000_000);
    expect(code(await catalogue.find('fake', 'X'))).toBe('ok');
    expect(loads()).toBe(2);
  });

  it('a venue that is away does not take its known symbols along', async () => {
    let down = false;
    const { catalogue, clock } = setup(() => (down ? Promise.reject(new Error('away')) : Promise.resolve([listed])));
    expect(code(await catalogue.find('fake', 'X'))).toBe('ok');
    down = true;
    clock.advance(10_000_000);
    await expect(catalogue.find('fake', 'Y')).rejects.toThrow('away');
    expect(code(await catalogue.find('fake', 'X'))).toBe('ok');
  });

  it('a failure is not kept', async () => {
    let down = true;
    const { catalogue } = setup(() =>
      down ? Promise.reject(new DomainError({ code: 'ADAPTER_FAILED', message: 'down' })) : Promise.resolve([listed]),
    );
    expect(code(await catalogue.find('fake', 'X'))).toBe('ADAPTER_FAILED');
    down = false;
    expect(code(await catalogue.find('fake', 'X'))).toBe('ok');
  });
});
