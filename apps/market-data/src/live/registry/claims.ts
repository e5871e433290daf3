import { isErrorCode, type Refusal } from '@bourseworks/domain';
import type { KeyValue } from '@bourseworks/ports';
import type { InstanceLease } from './instance-lease.js';
import { STORE } from './store-names.js';

/** Who claimed something. It holds while the lease of the instance with this token does. */
export interface Claimant {
  readonly instance: string;
  readonly token: number;
}

/** What the store says of a claim; each is changed only as it was found. */
export interface Found {
  /** 0 = nothing is there. */
  readonly version: number;
  /** The other instance whose claim holds. One of our own that is not known here is left over, and counts for nothing. */
  readonly owner?: string;
  /** It could not be opened, a moment ago. */
  readonly refusal?: Refusal;
}

/** A claim of this instance. */
export interface Claim extends Claimant {
  /** Of the stream: above all before. */
  readonly epoch: number;
  /** Of the key, which changes when it is kept. */
  readonly version: number;
}

/** Without a word of its owner a claim is forgotten after this; they are kept far more often. */
const CLAIM_TTL_US = 600_000_000;

/** Who runs which stream, or all streams of an adapter: keys of the store that are only replaced in the version found. */
export class Claims {
  /** How long the store remembers. */
  readonly ttlUs: number;

  constructor(
    private readonly store: KeyValue,
    private readonly lease: InstanceLease,
  ) {
    this.ttlUs = Math.max(CLAIM_TTL_US, lease.ttlUs);
  }

  /** Of a key. @throws DomainError STORE_UNAVAILABLE */
  async find(key: string): Promise<Found> {
    const stored = await this.store.get(key);
    if (stored === undefined) return { version: 0 };
    const { version } = stored;
    const record = parse(stored.value);
    if (record === undefined) return { version };
    if ('refusal' in record) return { version, refusal: record.refusal };
    return (await this.stands(record)) ? { version, owner: record.instance } : { version };
  }

  /** Whether the claim of another instance still holds. */
  async stands({ instance, token }: Claimant): Promise<boolean> {
    if (instance === this.lease.instance) return false;
    return (await this.store.holder(STORE.instance(instance)))?.token === token;
  }

  /**
   * Claims what was found without an owner. Undefined when somebody else was quicker, or this instance has lost its lease: the
   * claim is void then.
   */
  async take(key: string, { version }: Found): Promise<Claim | undefined> {
    const { token, instance } = this.lease;
    if (token === undefined) return undefined;
    const epoch = await this.store.replace(key, version, textOf({ instance, token }), this.ttlUs);
    return epoch === undefined || this.lease.token !== token ? undefined : { instance, token, epoch, version: epoch };
  }

  /** Goes on with a claim. Undefined when it is no longer ours. */
  async keep(key: string, claim: Claim): Promise<Claim | undefined> {
    const version = await this.store.replace(key, claim.version, textOf(claim), this.ttlUs);
    return version === undefined ? undefined : { ...claim, version };
  }

  /** Says for a while why it could not be opened. */
  async fail(key: string, claim: Claim, refusal: Refusal, ttlUs: number): Promise<void> {
    await this.store.replace(key, claim.version, JSON.stringify({ refusal }), ttlUs);
  }

  async drop(key: string, claim: Claim): Promise<void> {
    await this.store.replace(key, claim.version, undefined);
  }
}

const textOf = ({ instance, token }: Claimant): string => JSON.stringify({ instance, token });

/** Undefined for what no version of this service wrote. */
function parse(text: string): Claimant | { refusal: Refusal } | undefined {
  const value = parseObject(text);
  const { instance, token, refusal } = value;
  if (typeof instance === 'string' && typeof token === 'number') return { instance, token };
  const { code, message } = (refusal ?? {}) as Partial<Refusal>;
  if (typeof code === 'string' && isErrorCode(code) && typeof message === 'string')
    return { refusal: refusal as Refusal };
  return undefined;
}

/** What the store holds was written by an instance, of another version perhaps. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
