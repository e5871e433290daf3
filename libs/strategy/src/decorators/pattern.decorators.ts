import 'reflect-metadata';

/**
 * Metadata keys and handler types as @nestjs/microservices reads them (tested against its own constants). Nest itself is
 * not imported: it would cost every strategy thread 25-41 MB and a quarter of a second.
 */
const PATTERN_METADATA = 'microservices:pattern';
const PATTERN_EXTRAS_METADATA = 'microservices:pattern_extras';
const TRANSPORT_METADATA = 'microservices:transport';
const PATTERN_HANDLER_METADATA = 'microservices:handler_type';
const HANDLER_MESSAGE = 1;
const HANDLER_EVENT = 2;

export type PatternExtras = Readonly<Record<string, unknown>>;
/** Registered symbol: equal in every thread and every copy of this module. */
export const STRATEGY_TRANSPORT = Symbol.for('bourseworks.strategy');

function pattern(handlerType: number, name: string, extras: PatternExtras | undefined): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as object;
    const before = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as PatternExtras | undefined;
    Reflect.defineMetadata(PATTERN_METADATA, [name], method);
    Reflect.defineMetadata(PATTERN_HANDLER_METADATA, handlerType, method);
    Reflect.defineMetadata(TRANSPORT_METADATA, STRATEGY_TRANSPORT, method);
    Reflect.defineMetadata(PATTERN_EXTRAS_METADATA, { ...before, ...extras }, method);
  };
}

/** Answers requests on `strategy/v1/{id}/{name}`: the method gets the decoded body, its result is the reply. */
export function MessagePattern(name: string, extras?: PatternExtras): MethodDecorator {
  return pattern(HANDLER_MESSAGE, name, extras);
}

/** Receives events on `strategy/v1/{id}/{name}`: the method gets the decoded body. */
export function EventPattern(name: string, extras?: PatternExtras): MethodDecorator {
  return pattern(HANDLER_EVENT, name, extras);
}

/** One decorated method of a strategy. */
export interface PatternEntry {
  readonly method: string;
  readonly pattern: string;
  readonly event: boolean;
  readonly extras: PatternExtras;
}

/**
 * Decorated methods of a strategy and its base classes, in the order of definition, nearest class first.
 * @throws Error when two methods have the same pattern: the second would silently never be called.
 */
export function readPatterns(strategy: object): PatternEntry[] {
  const entries = new Map<string, PatternEntry>();
  const seen = new Set<string>();
  for (
    let proto = Object.getPrototypeOf(strategy) as object | null;
    proto !== null;
    proto = Object.getPrototypeOf(proto) as object | null
  ) {
    for (const method of Object.getOwnPropertyNames(proto)) {
      if (seen.has(method)) continue;
      seen.add(method);
      const entry = readEntry(proto, method);
      if (entry === undefined) continue;
      const other = entries.get(entry.pattern);
      if (other !== undefined) throw new Error(`pattern ${entry.pattern} is on ${other.method} and on ${method}`);
      entries.set(entry.pattern, entry);
    }
  }
  return [...entries.values()];
}

function readEntry(proto: object, method: string): PatternEntry | undefined {
  const callback: unknown = Object.getOwnPropertyDescriptor(proto, method)?.value;
  if (typeof callback !== 'function') return undefined;
  const handlerType = Reflect.getMetadata(PATTERN_HANDLER_METADATA, callback) as number | undefined;
  if (handlerType === undefined) return undefined;
  const [name] = Reflect.getMetadata(PATTERN_METADATA, callback) as string[];
  const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, callback) as PatternExtras;
  return { method, pattern: name, event: handlerType === HANDLER_EVENT, extras };
}
