import { entriesOf } from './entry.js';

const entry = entriesOf('research');

/** What the tools that compute from a file refuse. */
export const RESEARCH = {
  INPUT_FORMAT: entry(
    'A table that was read has no such column, or something else than a number where one is wanted.',
    'The message names line and column; name other columns with --columns, or leave such rows out with --gaps skip.',
  ),
  INPUT_TOO_SHORT: entry('A table that was read has too few rows for what is asked.', 'Give as many rows as it says.'),
} as const;
