import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { ok, refuse, US_PER_SECOND, type Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { claimInvalid } from './claim.js';
import { errnoOf, forbiddenMode, publicKeyFile } from './key-files.js';
import { linesOf, MAX_PUBLIC_KEYS, publicKeyOf } from './public-key.js';

/** Shortest time between two looks at the file, so that claims with made-up key ids cost no reads. */
const LOOK_US = US_PER_SECOND;
/** A key that was taken out of the file is accepted for at most this long. */
const KEEP_US = 10 * US_PER_SECOND;

/** The public keys of a file, which may come, change and go while this process runs. */
export class PublicKeys {
  private readonly file: string;
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  /** Why there are none. */
  private problem: string | undefined;
  private readAt: number | undefined;

  constructor(
    directory: string,
    private readonly clock: Clock,
  ) {
    this.file = publicKeyFile(directory);
  }

  find(kid: string): Result<KeyObject> {
    const now = this.clock.monotonicUs();
    const age = this.readAt === undefined ? Infinity : now - this.readAt;
    if (age >= KEEP_US || (age >= LOOK_US && !this.keys.has(kid))) this.read(now);
    const key = this.keys.get(kid);
    if (key !== undefined) return ok(key);
    if (this.problem !== undefined) return refuse('ACTOR_KEY_MISSING', this.problem, { file: this.file });
    return claimInvalid(`is signed with a key that is not in ${this.file}`);
  }

  private read(now: number): void {
    this.readAt = now;
    this.problem = undefined;
    try {
      // Whoever writes there decides who may command.
      const mode = forbiddenMode(this.file, 0o022);
      if (mode !== undefined) return this.none(`${this.file} can be written by others (mode ${mode}): chmod 644 it`);
      const keys = linesOf(readFileSync(this.file, 'utf8')).slice(0, MAX_PUBLIC_KEYS).map(publicKeyOf);
      this.keys = new Map(keys.filter((key) => key !== undefined).map(({ kid, key }) => [kid, key]));
      if (this.keys.size === 0) this.problem = `${this.file} holds no public key`;
    } catch (error) {
      this.none(`${this.file} cannot be read (${errnoOf(error)}): who sent a command cannot be verified`);
    }
    return undefined;
  }

  private none(problem: string): void {
    this.keys = new Map();
    this.problem = problem;
  }
}
