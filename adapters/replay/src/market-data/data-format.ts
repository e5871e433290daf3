import { DomainError } from '@bourseworks/domain';

/** A file that breaks its format: DATA_FORMAT naming the file (below the data root) and the line, from 1. */
export function dataFormatError(file: string, line: number, problem: string): DomainError {
  return new DomainError({
    code: 'DATA_FORMAT',
    message: `${file}, line ${line}: ${problem}`,
    details: { file, line },
  });
}
