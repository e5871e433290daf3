import { DomainError } from '@bourseworks/domain';

/** A segment, by its path below the recordings, that breaks its format. */
export function segmentFault(file: string, problem: string): DomainError {
  return new DomainError({ code: 'DATA_FORMAT', message: `${file}: ${problem}`, details: { file } });
}
