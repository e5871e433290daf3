import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ok, refuse, type Result } from '@bourseworks/domain';
import { passwordForm } from './password-rules.js';
import { OWASP_MINIMUM, readPhc, writePhc, type PasswordCost, type PasswordHash } from './phc.js';
import { WorkQueue } from './work-queue.js';

const derive = promisify(argon2);
const saltBytes = 16;
const tagBytes = 32;

export interface Verdict {
  readonly matches: boolean;
  /** The stored hash is cheaper than hashes are made now. */
  readonly outdated: boolean;
}

export interface PasswordWork {
  readonly cost: PasswordCost;
  /** Computations at once; each takes `cost.memory` and a thread of the pool. */
  readonly concurrency: number;
  /** Computations that may wait. */
  readonly queue: number;
}

const DEFAULT_WORK: PasswordWork = { cost: OWASP_MINIMUM, concurrency: 2, queue: 32 };

/** Argon2id (RFC 9106). A flood of sign-ins is refused (LOGIN_BUSY) before it takes the memory of the machine. */
export class PasswordHasher {
  /** Argon2 computations so far: tests compare the work of two refusals by it. */
  computations = 0;
  private readonly cost: PasswordCost;
  private readonly queue: WorkQueue;
  /** Stands in for the hash of a user that there is not. No password has this tag. */
  private readonly dummy: PasswordHash;

  constructor({ cost, concurrency, queue }: PasswordWork = DEFAULT_WORK) {
    this.cost = cost;
    this.queue = new WorkQueue(concurrency, queue);
    this.dummy = { cost, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) };
  }

  async hash(password: string): Promise<Result<string>> {
    const salt = randomBytes(saltBytes);
    const tag = await this.tagOf(password, this.cost, salt, tagBytes);
    return tag.ok ? ok(writePhc({ cost: this.cost, salt, tag: tag.value })) : tag;
  }

  /** Does the same work when there is no hash: how long a refusal takes must not tell who has an account. */
  async verify(password: string, stored: string | undefined): Promise<Result<Verdict>> {
    const known = stored === undefined ? undefined : readPhc(stored);
    const { cost, salt, tag: expected } = known ?? this.dummy;
    const tag = await this.tagOf(password, cost, salt, expected.length);
    if (!tag.ok) return tag;
    const matches = timingSafeEqual(tag.value, expected) && known !== undefined;
    return ok({ matches, outdated: matches && this.isOutdated(cost) });
  }

  private isOutdated(cost: PasswordCost): boolean {
    return cost.memory < this.cost.memory || cost.passes < this.cost.passes;
  }

  private async tagOf(
    password: string,
    cost: PasswordCost,
    nonce: Uint8Array,
    tagLength: number,
  ): Promise<Result<Uint8Array>> {
    const message = passwordForm(password);
    const work = this.queue.run(() => {
      this.computations++;
      return derive('argon2id', { ...cost, message, nonce, tagLength });
    });
    if (!work) return refuse('LOGIN_BUSY', 'too many passwords are being checked', { retryAfterS: 1 });
    return ok(await work);
  }
}
