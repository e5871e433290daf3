/** What a broker tells a client it can do. Bit numbers count from the first, most significant bit of the table. */
const CAPABILITY_BITS = {
  jndi: 0,
  compression: 1,
  guaranteedSubscribe: 2,
  temporaryEndpoint: 3,
  guaranteedPublish: 4,
  browser: 5,
  endpointManagement: 6,
  selector: 7,
  endpointTtl: 8,
  queueSubscriptions: 9,
  flowRecover: 10,
  subscriptionManager: 11,
  eliding: 12,
  transacted: 13,
  noLocal: 14,
  flowChangeUpdates: 15,
  sequencedTopics: 16,
  discardBehaviour: 17,
  cutThrough: 18,
  openMama: 19,
  replay: 20,
  compressedTls: 21,
  longSelectors: 22,
  sharedSubscriptions: 23,
  replayErrorId: 24,
  settlementOutcomes: 25,
  variableLengthParams: 26,
} as const;

export type CapabilityName = keyof typeof CAPABILITY_BITS;

const BIT_COUNT = 32;

export interface CapabilityValues {
  /** Largest guaranteed message, in bytes; left out while guaranteed messaging is off. */
  maxGuaranteedBytes?: number;
  /** Largest direct message, in bytes. */
  maxDirectBytes: number;
}

/** The capabilities that direct messaging has by itself. Extensions add theirs. */
export const DIRECT_CAPABILITIES: readonly CapabilityName[] = [
  'noLocal',
  'sharedSubscriptions',
  'variableLengthParams',
];

/** Encodes the value of the capabilities parameter: bits first, then the valued entries. */
export function encodeCapabilities(names: Iterable<CapabilityName>, values: CapabilityValues): Buffer {
  const bits = Buffer.alloc(1 + BIT_COUNT / 8);
  bits[0] = BIT_COUNT;
  for (const name of names) {
    const bit = CAPABILITY_BITS[name];
    bits[1 + (bit >> 3)] |= 0x80 >> (bit & 7);
  }
  const entries = [entry(0, 4, 1000), entry(1, 1, 1)];
  if (values.maxGuaranteedBytes !== undefined) entries.push(entry(2, 4, values.maxGuaranteedBytes));
  entries.push(entry(3, 4, values.maxDirectBytes));
  return Buffer.concat([bits, ...entries]);
}

function entry(type: number, valueBytes: 1 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(5 + valueBytes);
  bytes[0] = type;
  bytes.writeUInt32BE(5 + valueBytes, 1);
  bytes.writeUIntBE(value, 5, valueBytes);
  return bytes;
}
