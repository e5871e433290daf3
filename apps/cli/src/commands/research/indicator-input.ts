import type { Definition, Input } from '@bourseworks/indicators';
import {
  columnOf,
  findColumn,
  numberOf,
  numbersOf,
  readColumns,
  type Gaps,
  type InputTable,
  type NumberRows,
} from '../../tables/input-table.js';
import { timeColumn, timeUs } from '../../tables/time-column.js';

/** The column that a series is in: the one that is named, the one that is called so, or what it usually is. */
function columnFor(table: InputTable, input: Input, named: ReadonlyMap<string, string>): number {
  const name = named.get(input);
  if (name !== undefined) return columnOf(table, name);
  if (input === 'time') return timeColumn(table) ?? columnOf(table, 'time');
  const called = findColumn(table, input);
  if (called !== undefined || input !== 'value') return called ?? columnOf(table, input);
  const close = findColumn(table, 'close');
  // A file of one series needs no name for it.
  return close ?? (table.names.length === 1 ? 0 : columnOf(table, 'close'));
}

/** The series that an indicator takes, and the rows that they are of. @throws DomainError INPUT_FORMAT, CliFailure */
export function inputsOf(
  definition: Definition,
  table: InputTable,
  columns: string | undefined,
  gaps: Gaps,
): NumberRows {
  const named = readColumns(columns, definition.inputs);
  const at = definition.inputs.map((input) => columnFor(table, input, named));
  const time = definition.inputs.indexOf('time');
  return numbersOf(table, at, gaps, (text, column) => (column === at[time] ? timeUs(text) : numberOf(text)));
}
