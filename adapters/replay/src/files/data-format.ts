import { DomainError } from '@bourseworks/domain';

/**
 * A file that breaks its format: DATA_FORMAT naming the file (below the data root) and the line, from 1; 0 = the file as a whole.
 * Files without lines count `row`s, from 1, or `byte`s.
 */
export function dataFormatError(
  file: string,
  line: number,
  problem: string,
  unit: 'line' | 'row' | 'byte' = 'line',
): DomainError {
  const place = unit === 'line' || line > 0 ? `${file}, ${unit} ${line}` : file;
  return new DomainError({ code: 'DATA_FORMAT', message: `${place}: ${problem}`, details: { file, [unit]: line } });
}
