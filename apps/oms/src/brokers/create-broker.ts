import { DomainError } from '@bourseworks/domain';
import { describeError } from '@bourseworks/plugins';
import type { Adapter, BrokerAdapter } from '@bourseworks/ports';

const METHODS = [
  'instruments',
  'connect',
  'submit',
  'cancel',
  'replace',
  'order',
  'openOrders',
  'fillsSince',
  'close',
] as const satisfies readonly (keyof BrokerAdapter)[];

/** What a broker lacks. By shape, for a class that came another way may still be right. */
function missing(broker: Readonly<Record<string, unknown>>): string[] {
  const methods = METHODS.filter((method) => typeof broker[method] !== 'function');
  return typeof broker['capabilities'] === 'object' ? methods : ['capabilities', ...methods];
}

function unusable({ name }: Adapter, complaint: string): DomainError {
  return new DomainError({
    code: 'CONFIG_INVALID',
    message: `ADAPTERS names the adapter ${name}, whose createBroker ${complaint}`,
    details: { variable: 'ADAPTERS', adapter: name },
  });
}

/**
 * The broker of an adapter, undefined when it has none. Throws DomainError CONFIG_INVALID when it cannot be made or is of
 * no use: an OMS that started with it would never get ready, or lose its instruments to another name.
 */
export function createBroker(adapter: Adapter): BrokerAdapter | undefined {
  if (adapter.createBroker === undefined) return undefined;
  let broker: unknown;
  try {
    broker = adapter.createBroker();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CONFIG_INVALID') throw error;
    throw unusable(adapter, `threw ${describeError(error)}`);
  }
  if (typeof broker !== 'object' || broker === null) throw unusable(adapter, 'made no broker');
  const lacks = missing(broker as Readonly<Record<string, unknown>>);
  if (lacks.length > 0) throw unusable(adapter, `made a broker without ${lacks.join(', ')}`);
  const { name } = broker as BrokerAdapter;
  if (name !== adapter.name) throw unusable(adapter, `made a broker of another name, ${String(name)}`);
  return broker as BrokerAdapter;
}
