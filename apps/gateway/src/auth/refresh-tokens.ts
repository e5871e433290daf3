import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './key-ring.js';

const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9]\d{0,9})\.([A-Za-z0-9_-]{43})$/;

export interface RefreshClaim {
  readonly sid: string;
  readonly sequence: number;
}

/**
 * Refresh tokens: `family.sequence.mac`. Derived, not random: two tabs that present the same token at the same moment can be
 * given the same successor although only its hash is stored.
 */
export class RefreshTokens {
  constructor(private readonly keys: Pick<KeyRing, 'refreshKey'>) {}

  of(sid: string, sequence: number): string {
    return `${sid}.${sequence}.${this.mac(sid, sequence).toString('base64url')}`;
  }

  /** What is stored: a copy of the database opens no session. */
  hashOf(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }

  /** Undefined for text that this key never made; costs no question to the database. */
  read(token: string): RefreshClaim | undefined {
    const parts = shape.exec(token);
    if (!parts) return undefined;
    const [, sid = '', digits = '', mac = ''] = parts;
    const given = Buffer.from(mac, 'base64url');
    const expected = this.mac(sid, Number(digits));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return { sid, sequence: Number(digits) };
  }

  private mac(sid: string, sequence: number): Buffer {
    return createHmac('sha256', this.keys.refreshKey).update(`${sid}.${sequence}`).digest();
  }
}
