import { MssqlAdapter, sql } from 'kysely';
import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely, RawBuilder } from 'kysely';

/**
 * Columns said once for both dialects. A table is a record of these; `createTable` writes types, NOT NULL and named CHECK
 * constraints as the dialect at hand wants them.
 */
export interface Column {
  readonly kind: 'id' | 'text' | 'long-text' | 'integer' | 'flag' | 'decimal' | 'json';
  readonly nullable?: true;
  readonly primary?: true;
  /** Characters of a text: at least, at most. */
  readonly length?: readonly [number, number];
  /** Smallest value of an integer. */
  readonly min?: number;
  /** The only texts allowed. */
  readonly oneOf?: readonly string[];
  /** Foreign key to the `id` of a table, and what becomes of the row when that one goes. */
  readonly references?: { readonly table: string; readonly onDelete: 'cascade' | 'no action' };
}

export const id: Column = { kind: 'id' };
export const primaryId: Column = { kind: 'id', primary: true };
/** Milliseconds since the epoch, or a count. */
export const integer: Column = { kind: 'integer', min: 0 };
export const flag: Column = { kind: 'flag' };
export const decimal: Column = { kind: 'decimal' };
export const json: Column = { kind: 'json' };
export const text = (max: number, min = 1): Column => ({ kind: 'text', length: [min, max] });
/** Text too long for an index. */
export const longText = (max: number): Column => ({ kind: 'long-text', length: [0, max] });
export const oneOf = (...values: string[]): Column => ({
  kind: 'text',
  length: [1, Math.max(...values.map((value) => value.length))],
  oneOf: values,
});
export const nullable = (column: Column): Column => ({ ...column, nullable: true });
export const references = (table: string, onDelete: 'cascade' | 'no action', column = id): Column => ({
  ...column,
  references: { table, onDelete },
});

/** What differs between the dialects. */
interface Flavour {
  type(column: Column): RawBuilder<unknown>;
  checks(column: Column, name: RawBuilder<unknown>): RawBuilder<unknown>[];
  /** Ends the CREATE TABLE. */
  readonly end: RawBuilder<unknown> | undefined;
}

const LARGEST = sql.lit(Number.MAX_SAFE_INTEGER);

function commonChecks({ kind, min = 0, oneOf: values }: Column, name: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const checks: RawBuilder<unknown>[] = [];
  // A number beyond 2^53 could be stored but not read back as a JavaScript number.
  if (kind === 'integer') checks.push(sql`${name} between ${sql.lit(min)} and ${LARGEST}`);
  if (kind === 'flag') checks.push(sql`${name} in (0, 1)`);
  if (values !== undefined) checks.push(sql`${name} in (${sql.join(values.map((value) => sql.lit(value)))})`);
  return checks;
}

/** Sign, digits, optionally a point and digits; at most 20 before and 18 after the point, as decimal(38, 18) holds. */
function decimalChecks(name: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const digits = sql`substr(${name}, 1 + (substr(${name}, 1, 1) = '-'))`;
  const point = sql`instr(${digits} || '.', '.')`;
  return [
    sql`${digits} glob '[0-9]*' and ${digits} not glob '*[^0-9.]*' and ${digits} not glob '*.*.*' and ${digits} not glob '*.'`,
    sql`${point} <= 21 and length(${digits}) - ${point} <= 18`,
  ];
}

const SQLITE: Flavour = {
  type: ({ kind }) => (kind === 'integer' || kind === 'flag' ? sql`integer` : sql`text`),
  checks(column, name) {
    const checks = commonChecks(column, name);
    const { kind, length } = column;
    if (kind === 'id') checks.push(sql`length(${name}) = 36`);
    // SQLite holds no column to a length by its type.
    if (length !== undefined) {
      checks.push(sql`length(${name}) between ${sql.lit(length[0])} and ${sql.lit(length[1])}`);
    }
    if (kind === 'json') checks.push(sql`json_valid(${name})`);
    if (kind === 'decimal') checks.push(...decimalChecks(name));
    return checks;
  },
  // STRICT: without it SQLite stores text in an integer column.
  end: sql`strict`,
};

/** Compared byte for byte as in SQLite; SQL Server's default would take `AAPL` and `aapl` for the same symbol. */
const BINARY = sql`collate Latin1_General_100_BIN2`;

const SQL_SERVER: Flavour = {
  type({ kind, length = [0, 0] }) {
    switch (kind) {
      case 'id':
        return sql`char(36) ${BINARY}`;
      case 'text':
        return sql`nvarchar(${sql.lit(length[1])}) ${BINARY}`;
      case 'integer':
        return sql`bigint`;
      case 'flag':
        return sql`smallint`;
      case 'decimal':
        return sql`decimal(38, 18)`;
      case 'json':
      case 'long-text':
        return sql`nvarchar(max) ${BINARY}`;
    }
  },
  checks(column, name) {
    const checks = commonChecks(column, name);
    const { kind, length } = column;
    if (kind === 'id') checks.push(sql`len(${name}) = 36`);
    // `datalength` counts bytes, two a character; `len` would not count spaces at the end.
    if (length !== undefined) {
      checks.push(sql`datalength(${name}) between ${sql.lit(2 * length[0])} and ${sql.lit(2 * length[1])}`);
    }
    if (kind === 'json') checks.push(sql`isjson(${name}) = 1`);
    return checks;
  },
  end: undefined,
};

function flavourOf(db: Kysely<unknown>): Flavour {
  return db.getExecutor().adapter instanceof MssqlAdapter ? SQL_SERVER : SQLITE;
}

function build(column: Column): (builder: ColumnDefinitionBuilder) => ColumnDefinitionBuilder {
  return (builder) => {
    let built = column.nullable === true ? builder : builder.notNull();
    if (column.primary === true) built = built.primaryKey();
    return built;
  };
}

type Table = CreateTableBuilder<string, string>;

/**
 * Creates a table; `more` adds constraints over several columns. Constraints have names (`ck_`, `fk_`), since SQL Server
 * drops them by name only.
 */
export async function createTable(
  db: Kysely<unknown>,
  name: string,
  columns: Readonly<Record<string, Column>>,
  more: (table: Table) => Table = (table) => table,
): Promise<void> {
  const flavour = flavourOf(db);
  let table: Table = db.schema.createTable(name);
  for (const [columnName, column] of Object.entries(columns)) {
    table = table.addColumn(columnName, flavour.type(column) as RawBuilder<string>, build(column));
  }
  for (const [columnName, column] of Object.entries(columns)) {
    const checks = flavour.checks(column, sql.ref(columnName));
    if (checks.length > 0) {
      table = table.addCheckConstraint(`ck_${name}_${columnName}`, sql`${sql.join(checks, sql` and `)}`);
    }
    const { references: foreign } = column;
    if (foreign === undefined) continue;
    const constraint = `fk_${name}_${columnName}`;
    table = table.addForeignKeyConstraint(constraint, [columnName], foreign.table, ['id'], (key) =>
      key.onDelete(foreign.onDelete),
    );
  }
  table = more(table);
  await (flavour.end === undefined ? table : table.modifyEnd(flavour.end)).execute();
}

/** Adds a nullable column to a table that may have rows. */
export async function addColumn(db: Kysely<unknown>, table: string, name: string, column: Column): Promise<void> {
  const flavour = flavourOf(db);
  const check = sql`${sql.join(flavour.checks(column, sql.ref(name)), sql` and `)}`;
  const type = flavour.type(column) as RawBuilder<string>;
  // SQLite adds no constraint to a table that exists, but a column with one.
  const alone = flavour === SQL_SERVER;
  await db.schema
    .alterTable(table)
    .addColumn(name, type, (builder) => (alone ? build(column)(builder) : build(column)(builder).check(check)))
    .execute();
  if (alone) await db.schema.alterTable(table).addCheckConstraint(`ck_${table}_${name}`, check).execute();
}

export async function dropColumn(db: Kysely<unknown>, table: string, name: string): Promise<void> {
  if (flavourOf(db) === SQL_SERVER) await db.schema.alterTable(table).dropConstraint(`ck_${table}_${name}`).execute();
  await db.schema.alterTable(table).dropColumn(name).execute();
}

/** SQL Server names an index by its table too, SQLite takes no table. */
export async function dropIndex(db: Kysely<unknown>, table: string, name: string): Promise<void> {
  const index = db.schema.dropIndex(name);
  await (flavourOf(db) === SQL_SERVER ? index.on(table) : index).execute();
}
