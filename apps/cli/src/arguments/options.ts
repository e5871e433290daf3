import { Option } from 'commander';
import type { StreamKind } from '@bourseworks/domain';
import { idArgument, strategyArgument } from './parsers.js';

export const DEFAULT_VENUE = 'sim';
export const DEFAULT_ACCOUNT = 'SIM';
/** Orders of people. */
export const MANUAL = 'manual';

export const venueOption = (): Option =>
  new Option('--venue <venue>', 'venue').argParser(idArgument).default(DEFAULT_VENUE);

export const adapterOption = (): Option =>
  new Option('--adapter <name>', 'adapter, where it is not the default one of the venue').argParser(idArgument);

export const kindOption = (kinds: readonly StreamKind[], standard: StreamKind): Option =>
  new Option('--kind <kind>', 'kind of data').choices(kinds).default(standard);

export const accountOption = (): Option =>
  new Option('--account <account>', 'account').argParser(idArgument).default(DEFAULT_ACCOUNT);

export const anyAccountOption = (): Option =>
  new Option('--account <account>', 'only this account').argParser(idArgument);

export const anyStrategyOption = (): Option =>
  new Option('--strategy <strategy>', 'only this strategy').argParser(strategyArgument);

/** An optional field of a request: absent, not undefined, when it was not given. */
export const given = <Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
