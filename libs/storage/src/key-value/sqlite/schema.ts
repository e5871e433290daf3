/** Of the tables below; a file of another one is refused. */
export const FORMAT = 1;
/** 256 MB in pages of 4 096 bytes: what nobody removes must not fill the disk. */
export const MAX_PAGES = 65_536;

/** `expires_us` is in the store's own time; null: never. `bag` counts members, those included that have run out and stand still. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS time_mark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    format INTEGER NOT NULL, store_us INTEGER NOT NULL, monotonic_us INTEGER NOT NULL, stamp INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS entry (
    key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL, expires_us INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entry_expires ON entry (expires_us) WHERE expires_us IS NOT NULL;
  CREATE TABLE IF NOT EXISTS member (
    bag TEXT NOT NULL, member TEXT NOT NULL, value TEXT NOT NULL, expires_us INTEGER NOT NULL, PRIMARY KEY (bag, member)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS member_expires ON member (expires_us);
  CREATE TABLE IF NOT EXISTS bag (bag TEXT NOT NULL PRIMARY KEY, members INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS member_added AFTER INSERT ON member BEGIN
    INSERT INTO bag VALUES (new.bag, 1) ON CONFLICT DO UPDATE SET members = members + 1;
  END;
  CREATE TRIGGER IF NOT EXISTS member_gone AFTER DELETE ON member BEGIN
    UPDATE bag SET members = members - 1 WHERE bag = old.bag;
    DELETE FROM bag WHERE bag = old.bag AND members = 0;
  END;
  CREATE TABLE IF NOT EXISTS lease (
    name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, token INTEGER NOT NULL, expires_us INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS lease_expires ON lease (expires_us);
`;

export const TABLES = ['entry', 'member', 'lease'] as const;
