import { DomainError } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';

/** No file overlaps the range of a query. */
export function historyNotFound({ instrument, kind }: HistoryQuery): DomainError {
  return new DomainError({
    code: 'HISTORY_NOT_FOUND',
    message: `no ${kind} of ${instrument.key} in the range`,
    details: { venue: instrument.venue, symbol: instrument.symbol, kind },
  });
}
