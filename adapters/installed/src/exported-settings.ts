import { DomainError } from '@bourseworks/domain';
import { describeError } from '@bourseworks/plugins';
import type { SettingSource, SettingSpec } from '@bourseworks/ports';
import { badAdapters, inTime, type Env } from './outside-adapter.js';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function isSpec(value: unknown): value is SettingSpec {
  const { name, meaning } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && NAME.test(name) && typeof meaning === 'string';
}

/** A check may be told in any error whose text begins with one of the variables; else its own fault is told. */
function faultOf(entry: string, settings: readonly SettingSpec[], error: unknown): DomainError {
  if (error instanceof DomainError && error.code === 'CONFIG_INVALID') return error;
  const message = error instanceof Error ? error.message : '';
  const variable = settings.find(({ name }) => message.startsWith(name))?.name;
  if (variable !== undefined) return new DomainError({ code: 'CONFIG_INVALID', message, details: { variable } });
  return badAdapters(`names ${entry}, whose check of its settings threw ${describeError(error)}`);
}

/**
 * The variables of an adapter from outside: the `settings` that its module exports beside the factory. Its check gets a
 * copy of the environment and limited time, and throws DomainError CONFIG_INVALID as ours do. Throws the same for a list
 * that is none of settings; an export of another shape is not meant for us.
 */
export function exportedSettings(entry: string, module: Readonly<Record<string, unknown>>): SettingSource[] {
  const { settings, check } = (module['settings'] ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(settings)) return [];
  if (!settings.every(isSpec) || !(check === undefined || typeof check === 'function')) {
    throw badAdapters(`names ${entry}, whose settings must be {settings: [{name, meaning, ...}], check?}`);
  }
  if (check === undefined) return [{ settings }];
  const run = async (env: Env): Promise<void> => {
    try {
      await inTime(entry, (async () => (await check(Object.freeze({ ...env }))) as unknown)());
    } catch (error) {
      throw faultOf(entry, settings, error);
    }
  };
  return [{ settings, check: run }];
}
