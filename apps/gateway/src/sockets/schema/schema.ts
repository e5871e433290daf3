/** The part of JSON Schema (draft 7) that the events need. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly enum?: readonly string[];
  readonly const?: string | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** One for all, or one for each place. */
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** A schema of values of type T: the compiler holds the two together. */
export interface Schema<T> {
  readonly json: JsonSchema;
  /** Never there: carries the type. */
  readonly of?: T;
}

/** Of a property that may be absent. */
export interface Optional<T> extends Schema<T> {
  readonly optional: true;
}

/** One schema for each property of T, of its type; Optional for those that may be absent. */
export type Properties<T> = {
  readonly [K in keyof T]-?: undefined extends T[K]
    ? Optional<Exclude<T[K], undefined>>
    : Schema<T[K]> & { readonly optional?: never };
};

type Bounds = Pick<JsonSchema, 'minimum' | 'maximum' | 'description'>;
type TextBounds = Pick<JsonSchema, 'minLength' | 'maxLength' | 'pattern' | 'description'>;

export const text = (bounds: TextBounds = {}): Schema<string> => ({ json: { type: 'string', ...bounds } });
export const number = (bounds: Bounds = {}): Schema<number> => ({ json: { type: 'number', ...bounds } });
export const integer = (bounds: Bounds = {}): Schema<number> => ({ json: { type: 'integer', ...bounds } });
export const flag = (): Schema<boolean> => ({ json: { type: 'boolean' } });

export function oneOf<const T extends string>(values: readonly T[]): Schema<T> {
  return { json: { type: 'string', enum: values } };
}

export function exactly<const T extends string | boolean>(value: T): Schema<T> {
  return { json: { type: typeof value === 'string' ? 'string' : 'boolean', const: value } };
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return { json: schema.json, optional: true };
}

export function list<T>(of: Schema<T>, bounds: { minItems?: number; maxItems?: number } = {}): Schema<readonly T[]> {
  return { json: { type: 'array', items: of.json, ...bounds } };
}

export function pair<A, B>(first: Schema<A>, second: Schema<B>): Schema<readonly [A, B]> {
  return { json: { type: 'array', items: [first.json, second.json], minItems: 2, maxItems: 2 } };
}

/** Exactly these properties. `title` names it in the reference. */
export function object<T>(title: string, description: string, properties: Properties<T>): Schema<T> {
  const entries = Object.entries<Schema<unknown> & { optional?: boolean }>(properties);
  const required = entries.filter(([, { optional: mayLack }]) => mayLack !== true).map(([name]) => name);
  return {
    json: {
      title,
      description,
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, { json }]) => [name, json])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    },
  };
}

export function anyOf<T>(title: string, description: string, choices: readonly Schema<T>[]): Schema<T> {
  return { json: { title, description, anyOf: choices.map(({ json }) => json) } };
}
