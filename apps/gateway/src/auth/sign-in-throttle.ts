import type { Clock } from '@bourseworks/ports';
import { networkOf } from '../http/client.js';
import { GrowingDelay, type DelayPolicy } from './growing-delay.js';

const hour = 3_600;
/** One name from one address: the guesser at the keyboard. */
const PAIR: DelayPolicy = { free: 5, firstS: 1, maxS: 300, forgetS: hour };
/** Any names from one address: the same password tried on everybody. */
const ADDRESS: DelayPolicy = { free: 50, firstS: 1, maxS: 60, forgetS: hour / 4 };
/** One name from any address: many machines guess together. */
const NAME: DelayPolicy = { free: 100, firstS: 5, maxS: 900, forgetS: 24 * hour };

/**
 * Slows guessing down without giving strangers the means to lock somebody out (ASVS 5, 6.3.1): waits are bounded, and
 * those that come from other people's addresses do not bind an address from which the user signed in before.
 */
export class SignInThrottle {
  private readonly pairs: GrowingDelay;
  private readonly addresses: GrowingDelay;
  private readonly names: GrowingDelay;

  constructor(clock: Clock) {
    this.pairs = new GrowingDelay(clock, PAIR);
    this.addresses = new GrowingDelay(clock, ADDRESS);
    this.names = new GrowingDelay(clock, NAME);
  }

  /** Seconds to wait before this attempt is heard, 0 for none. The same whether the user exists or not. */
  waitS(nameKey: string, ip: string): number {
    const network = networkOf(ip);
    return Math.max(this.pairs.waitS(pairOf(nameKey, network)), this.addresses.waitS(network));
  }

  /** Seconds that an address strange to this user has to wait besides. */
  strangerWaitS(nameKey: string): number {
    return this.names.waitS(nameKey);
  }

  begin(nameKey: string, ip: string): void {
    const network = networkOf(ip);
    this.pairs.begin(pairOf(nameKey, network));
    this.addresses.begin(network);
    this.names.begin(nameKey);
  }

  /** The attempt was right. It clears its own pair only: a guesser must not start afresh whenever the owner signs in. */
  succeed(nameKey: string, ip: string): void {
    const network = networkOf(ip);
    this.pairs.clear(pairOf(nameKey, network));
    this.addresses.undo(network);
    this.names.undo(nameKey);
  }

  /** The attempt was not judged. */
  undo(nameKey: string, ip: string): void {
    const network = networkOf(ip);
    this.pairs.undo(pairOf(nameKey, network));
    this.addresses.undo(network);
    this.names.undo(nameKey);
  }
}

const pairOf = (nameKey: string, network: string): string => `${network} ${nameKey}`;
