import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  ASSET_CLASSES,
  barSeconds,
  defineInstrument,
  LocalTime,
  STREAM_KINDS,
  type InstrumentSpec,
} from '@bourseworks/domain';
import { dataFormatError } from '../files/data-format.js';
import { FIELDS, STANDS, type ColumnRef, type TableInstrument, type TableSpec, type TimeColumn } from './table-spec.js';
import { timeReader } from './time-format.js';

const FOLDER = 'tables';
export const DESCRIPTION = 'tables.json';
export const FORMATS = ['.csv', '.txt', '.json', '.feather', '.arrow'] as const;

/** The folder with described tables: `root/tables` or `root`; undefined when neither has a description. */
export function tablesRoot(root: string): string | undefined {
  return [join(root, FOLDER), root].find((folder) => existsSync(join(folder, DESCRIPTION)));
}

/**
 * What `tables.json` says of the files beside it. Names that it does not know are refused: a misspelt one would be passed over
 * in silence. Throws DomainError DATA_FORMAT naming the place.
 */
export async function readDescription(folder: string): Promise<TableInstrument[]> {
  const text = await readFile(join(folder, DESCRIPTION), 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw dataFormatError(DESCRIPTION, 0, `no JSON: ${(error as Error).message}`);
  }
  const root = new Place(value, 'the description').only('instruments');
  return root.field('instruments').list().map(instrumentOf);
}

const INSTRUMENT_TEXTS = ['base', 'minQuantity', 'maxQuantity'] as const;
const INSTRUMENT_NUMBERS = ['priceScale', 'qtyScale', 'multiplier'] as const;

function instrumentOf(place: Place): TableInstrument {
  const required = ['venue', 'symbol', 'assetClass', 'currency', 'tickSize', 'lotSize'];
  place.only(...required, ...INSTRUMENT_TEXTS, ...INSTRUMENT_NUMBERS, 'tables');
  const spec: InstrumentSpec = {
    venue: place.field('venue').text(),
    symbol: place.field('symbol').text(),
    assetClass: place.field('assetClass').oneOf(ASSET_CLASSES),
    currency: place.field('currency').text(),
    tickSize: place.field('tickSize').text(),
    lotSize: place.field('lotSize').text(),
    ...Object.fromEntries(place.given(INSTRUMENT_TEXTS).map((name) => [name, place.field(name).text()])),
    ...Object.fromEntries(place.given(INSTRUMENT_NUMBERS).map((name) => [name, place.field(name).count()])),
  };
  const instrument = defineInstrument(spec);
  if (!instrument.ok) throw place.fail(instrument.refusal.message);
  const tables = place.field('tables').list().map(tableOf);
  const kinds = tables.map(({ kind }) => kind);
  if (new Set(kinds).size < kinds.length) throw place.fail('two tables are of one kind');
  return { instrument: instrument.value, tables };
}

function tableOf(place: Place): TableSpec {
  place.only('kind', 'files', 'time', 'received', 'columns', 'header', 'delimiter', 'order', 'rows');
  const kind = place.field('kind').oneOf(STREAM_KINDS);
  const time = place.field('time').only('columns', 'format', 'zone', 'stands');
  const zone = time.has('zone') ? time.field('zone').text() : 'UTC';
  const local = LocalTime.of(zone);
  if (!local.ok) throw time.fail(local.refusal.message);
  const files = place.field('files').list().map(fileOf);
  if (files.length === 0) throw place.fail('there are no files');
  return {
    kind,
    files,
    header: !place.has('header') || place.field('header').flag(),
    delimiter: place.has('delimiter') ? place.field('delimiter').text() : ',',
    descending: place.has('order') && place.field('order').oneOf(['ascending', 'descending']) === 'descending',
    path: place.has('rows') ? place.field('rows').text().split('.') : [],
    time: timeOf(time, local.value),
    stands: time.has('stands') ? time.field('stands').oneOf(STANDS) : 'start',
    received: place.has('received')
      ? timeOf(place.field('received').only('columns', 'format'), local.value)
      : undefined,
    local: local.value,
    columns: columnsOf(place.field('columns'), barSeconds(kind) > 0 ? 'bar' : (kind as keyof typeof FIELDS)),
  };
}

/** A name in the folder or below it: a path out of it would read files elsewhere. */
function fileOf(place: Place): string {
  const name = place.text();
  if (name.startsWith('/') || name.includes('\\') || name.split('/').includes('..'))
    throw place.fail(`${name} is not below the folder of the description`);
  const format = extname(name.replace(/\.gz$/, ''));
  if (!FORMATS.some((each) => each === format)) throw place.fail(`${name} ends in none of ${FORMATS.join(', ')}`);
  return name;
}

function timeOf(place: Place, local: LocalTime): TimeColumn {
  const columns = place
    .field('columns')
    .list()
    .map((each) => each.column());
  const format = place.field('format').text();
  if (columns.length === 0) throw place.fail('there are no columns');
  if (timeReader(format, local) === undefined) throw place.fail(`${format} is no format of times`);
  return { columns, format };
}

function columnsOf(place: Place, kind: keyof typeof FIELDS): Record<string, ColumnRef> {
  const known = FIELDS[kind].map((field) => field.replace('?', ''));
  place.only(...known);
  const missing = FIELDS[kind].find((field) => !field.endsWith('?') && !place.has(field));
  if (missing !== undefined) throw place.fail(`${missing} is missing`);
  return Object.fromEntries(place.given(known).map((name) => [name, place.field(name).column()]));
}

/** A value of the description, and where it is. */
class Place {
  constructor(
    private readonly value: unknown,
    private readonly path: string,
  ) {}

  fail(problem: string): Error {
    return dataFormatError(DESCRIPTION, 0, `${this.path}: ${problem}`);
  }

  only(...names: readonly string[]): this {
    const unknown = Object.keys(this.object()).find((name) => !names.includes(name));
    if (unknown !== undefined) throw this.fail(`${unknown} is none of ${names.join(', ')}`);
    return this;
  }

  has(name: string): boolean {
    return this.object()[name] !== undefined;
  }

  given<N extends string>(names: readonly N[]): N[] {
    return names.filter((name) => this.has(name));
  }

  field(name: string): Place {
    return new Place(this.object()[name], this.path === 'the description' ? name : `${this.path}.${name}`);
  }

  list(): Place[] {
    if (!Array.isArray(this.value)) throw this.fail('is no list');
    return this.value.map((each: unknown, index) => new Place(each, `${this.path}[${index}]`));
  }

  text(): string {
    if (typeof this.value !== 'string' || this.value === '') throw this.fail('is no text');
    return this.value;
  }

  count(): number {
    if (!Number.isSafeInteger(this.value) || (this.value as number) < 0) throw this.fail('is no whole number');
    return this.value as number;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.fail('is neither true nor false');
    return this.value;
  }

  column(): ColumnRef {
    return typeof this.value === 'number' ? this.count() : this.text();
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const found = values.find((each) => each === this.value);
    if (found === undefined) throw this.fail(`is none of ${values.join(', ')}`);
    return found;
  }

  private object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.fail('is no object');
    return value as Readonly<Record<string, unknown>>;
  }
}
