import { DomainError, krakenChecksum, type BookDecimals, type BookView } from '@bourseworks/domain';

/** As krakenChecksum; -1, which is no checksum, for a book of more decimals than the venue sends: it is not the venue's. */
export function bookChecksum(book: BookView, kept: BookDecimals, sent?: BookDecimals): number {
  try {
    return krakenChecksum(book, kept, sent);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NUMBER_RANGE') return -1;
    throw error;
  }
}
