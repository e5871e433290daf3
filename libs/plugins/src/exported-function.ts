import { DomainError } from '@bourseworks/domain';
import { placeOf } from './platform-hook.js';

type AnyFunction = (...args: never[]) => unknown;

/** A function (or class) that a module exports. Throws DomainError PLUGIN_INVALID, naming what it exports instead. */
export function exportedFunction(
  module: Readonly<Record<string, unknown>>,
  url: string,
  exportName: string,
): AnyFunction {
  const found = module[exportName];
  if (typeof found === 'function') return found as AnyFunction;
  const path = placeOf(url);
  const names = Object.keys(module).join(', ') || 'nothing';
  const complaint = found === undefined ? `does not export ${exportName}` : `exports ${exportName}, but no function`;
  throw new DomainError({
    code: 'PLUGIN_INVALID',
    message: `${path} ${complaint}; it exports ${names}`,
    details: { path, export: exportName },
  });
}
