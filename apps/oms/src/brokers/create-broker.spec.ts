import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import type { Adapter, BrokerAdapter } from '@bourseworks/ports';
import { FakeBroker } from '../testing/oms.js';
import { createBroker } from './create-broker.js';

const adapter = (make: (() => unknown) | undefined, name = 'fake'): Adapter => ({
  name,
  venues: ['v'],
  marketData: undefined,
  createBroker: make as (() => BrokerAdapter) | undefined,
});

const thrown = (error: unknown) => (): never => {
  throw error;
};

describe('createBroker', () => {
  it('gives the broker of an adapter, or none', () => {
    const broker = new FakeBroker();
    expect(createBroker(adapter(() => broker, broker.name))).toBe(broker);
    expect(createBroker(adapter(undefined))).toBeUndefined();
  });

  it.each([
    [thrown(new Error('no key')), /threw Error: no key/],
    [() => undefined, /made no broker$/],
    [() => ({ name: 'mine', capabilities: {}, connect() {} }), /made a broker without instruments, submit, /],
    [() => new FakeBroker(), /made a broker of another name, /],
  ])('refuses what the OMS cannot work with (%#)', (make, complaint) => {
    const refused = (): unknown => createBroker(adapter(make, 'mine'));
    expect(refused).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(refused).toThrow(/^ADAPTERS names the adapter mine, whose createBroker /);
    expect(refused).toThrow(complaint);
  });

  it('leaves a complaint about a variable of the adapter as it is', () => {
    const error = new DomainError({ code: 'CONFIG_INVALID', message: 'MY_KEY is missing' });
    expect(() => createBroker(adapter(thrown(error)))).toThrow(error);
  });
});
