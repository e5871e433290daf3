/** Of the tables below and of the blocks; a file of another one is refused. */
export const FORMAT = 1;

/**
 * `first` and `last` are the times of a block's points in epoch nanoseconds; blocks of a series do not overlap, so that they
 * come in one order by either. Ids are never used again: what looked at a block knows by its id that it is the same still.
 */
export const SCHEMA = `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, measurement TEXT NOT NULL, key TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE INDEX series_measurement ON series (measurement);
  CREATE TABLE block (
    id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, points INTEGER NOT NULL, data BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX block_last ON block (series, last);
  PRAGMA user_version = ${FORMAT};
`;
