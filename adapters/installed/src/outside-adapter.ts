import { DomainError, expectOk } from '@bourseworks/domain';
import { describeError, exportedFunction, importModule, parsePluginPath } from '@bourseworks/plugins';
import type { Adapter } from '@bourseworks/ports';
import { adapterProblems } from './adapter-problems.js';
import { marketDataProblem } from './market-data-problem.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** What a module named in ADAPTERS exports. */
type CreateAdapter = (env: Env) => Adapter | Promise<Adapter>;

/** An adapter may ask its venue something before it is there, but a service must not wait for it for ever. */
const LOAD_TIMEOUT_MS = 30_000;

/** A line for the operator, beginning with the variable that is to be mended. */
export function badAdapters(complaint: string): DomainError {
  return new DomainError({
    code: 'CONFIG_INVALID',
    message: `ADAPTERS ${complaint}`,
    details: { variable: 'ADAPTERS' },
  });
}

async function create(entry: string, env: Env): Promise<unknown> {
  const { url, exportName } = expectOk(parsePluginPath(entry));
  const factory = exportedFunction(await importModule(url), url, exportName) as CreateAdapter;
  try {
    return await factory(Object.freeze({ ...env }));
  } catch (error) {
    // Its own configuration: the message names the variable that it is about.
    if (error instanceof DomainError && error.code === 'CONFIG_INVALID') throw error;
    throw badAdapters(`names ${entry}, which threw ${describeError(error)}`);
  }
}

/** Rejects with DomainError CONFIG_INVALID when the work takes longer than a service may wait. */
export async function inTime<T>(entry: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const limit = `${LOAD_TIMEOUT_MS / 1_000} s`;
    timer = setTimeout(() => reject(badAdapters(`names ${entry}, which is not there after ${limit}`)), LOAD_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong with an entry of ADAPTERS, as a fault of the configuration. */
export function asConfigFault(error: unknown): DomainError {
  if (!(error instanceof DomainError)) return badAdapters(`names what cannot be loaded: ${describeError(error)}`);
  return error.code === 'CONFIG_INVALID' ? error : badAdapters(`names what cannot be loaded: ${error.message}`);
}

/** What a factory made, if the services can work with it. */
async function usable(entry: string, made: unknown): Promise<Adapter> {
  const problems = adapterProblems(made);
  if (problems.length > 0) throw badAdapters(`names ${entry}, which made no usable adapter: ${problems.join('; ')}`);
  const adapter = made as Adapter;
  const problem = adapter.marketData === undefined ? undefined : await marketDataProblem(adapter.marketData);
  if (problem !== undefined) throw badAdapters(`names ${entry}, whose market data cannot be loaded: ${problem}`);
  return adapter;
}

/**
 * Makes the adapter that an entry of ADAPTERS such as `/path/to/adapter.js#createMyAdapter` names, and looks whether the
 * services can work with it. Rejects with DomainError CONFIG_INVALID in one line.
 */
export async function loadOutsideAdapter(entry: string, env: Env): Promise<Adapter> {
  try {
    return await usable(entry, await inTime(entry, create(entry, env)));
  } catch (error) {
    throw asConfigFault(error);
  }
}
