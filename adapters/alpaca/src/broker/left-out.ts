import { DomainError } from '@bourseworks/domain';

/** Items that are kept in mind as told. */
const MAX_TOLD = 10_000;

/** True once it is told. */
export type Tell = (what: string) => boolean;

/**
 * What others do on the account and this platform cannot read: left out one by one, so that it keeps nothing else from being
 * known, and told once each.
 */
export class LeftOut {
  private readonly told = new Set<string>();

  constructor(private readonly tell: Tell) {}

  /** Throws what is no fault of the item: that there was no answer. */
  add(what: string, error: unknown): void {
    if (!(error instanceof DomainError) || error.code !== 'DATA_FORMAT') throw error;
    if (this.told.has(what)) return;
    if (this.told.size >= MAX_TOLD) this.told.clear();
    if (this.tell(`left out ${what}: ${error.message}`)) this.told.add(what);
  }
}
