import { DomainError, ERRORS, isErrorCode } from '@bourseworks/domain';
import { ConfigError } from '../config/config-error.js';
import { withoutSecretValues } from '../logging/redact.js';
import { startFailure, type ServiceAddress } from './service-address.js';
import type { ServiceOptions } from './service-options.js';

/** Adapters and libraries below this one refuse configuration with the domain's own error. */
function isConfigFault(error: unknown): error is Error {
  return error instanceof ConfigError || (error instanceof DomainError && error.code === 'CONFIG_INVALID');
}

/** What a coded error says, and what its code advises: a disk that is full, a login that is refused. */
function codedFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined || !isErrorCode(code) || code === 'INTERNAL_ERROR') return undefined;
  return `${message.replace(/\.$/, '')}. ${ERRORS[code].remedy}`;
}

/**
 * One line for people about what keeps a service from starting: a mistake of configuration, or an environment that does
 * not let it. Undefined for a fault of ours, which deserves its stack. Shows no secret of `env`.
 */
export function knownFailure(
  error: unknown,
  options: ServiceOptions,
  address?: ServiceAddress,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const listening = address && startFailure(error, options, address);
  if (listening !== undefined) return listening;
  const text = isConfigFault(error) ? error.message : codedFault(error);
  if (text === undefined) return undefined;
  return `${options.name}: ${withoutSecretValues(text, env).replace(/\s*\n\s*/g, ' ')}`;
}
