import { entriesOf } from './entry.js';

const entry = entriesOf('research');

/** What indicators refuse, and the tools that run them over a file. */
export const RESEARCH = {
  INDICATOR_UNKNOWN: entry('There is no indicator of this name.', 'Take one of `bourse indicator list`.'),
  INDICATOR_PARAMETER: entry(
    'An indicator does not have this parameter, or not in this range.',
    'Take what `bourse indicator show NAME` lists.',
  ),
  INDICATOR_INPUT: entry(
    'An indicator takes other series than it was given, or series of one length.',
    'The message names what it takes.',
  ),
  INDICATOR_SNAPSHOT: entry(
    'The snapshot is of another indicator, other parameters or another release, or it is damaged.',
    'Warm the indicator up from history.',
  ),
  INPUT_FORMAT: entry(
    'A table that was read has no such column, or something else than a number where one is wanted.',
    'The message names line and column; name other columns with --columns, or leave such rows out with --gaps skip.',
  ),
  INPUT_TOO_SHORT: entry('A table that was read has too few rows for what is asked.', 'Give as many rows as it says.'),
} as const;
