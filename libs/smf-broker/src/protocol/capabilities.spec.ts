import { describe, expect, it } from '@jest/globals';
import type { CapabilityName } from './capabilities.js';
import { DIRECT_CAPABILITIES, encodeCapabilities } from './capabilities.js';

describe('encodeCapabilities', () => {
  it('packs bits from the most significant on and adds the sizes', () => {
    const bytes = encodeCapabilities(['jndi', 'selector', 'noLocal', 'sharedSubscriptions', 'variableLengthParams'], {
      maxDirectBytes: 10_000_000,
    });
    expect(bytes.toString('hex')).toBe(
      '20' + '81020120' + '0000000009000003e8' + '010000000601' + '030000000900989680',
    );
  });

  it('matches a table known to work with the client', () => {
    const names: CapabilityName[] = [
      'jndi',
      'guaranteedSubscribe',
      'temporaryEndpoint',
      'guaranteedPublish',
      'browser',
      'endpointManagement',
      'selector',
      'endpointTtl',
      'queueSubscriptions',
      'flowRecover',
      'subscriptionManager',
      'noLocal',
      'flowChangeUpdates',
      'sequencedTopics',
      'discardBehaviour',
      'longSelectors',
      'sharedSubscriptions',
      'replayErrorId',
      'settlementOutcomes',
      'variableLengthParams',
    ];
    const bytes = encodeCapabilities(names, { maxDirectBytes: 10_000_000, maxGuaranteedBytes: 10_000_000 });
    expect(bytes.subarray(0, 5).toString('hex')).toBe('20bff3c3e0');
    expect(bytes.toString('hex')).toContain('020000000900989680');
  });

  it('offers nothing of guaranteed messaging by itself', () => {
    const assured = DIRECT_CAPABILITIES.filter((name) =>
      /guaranteed|endpoint|queue|flow|settlement|transact|replay/i.test(name),
    );
    expect(assured).toEqual([]);
  });
});
