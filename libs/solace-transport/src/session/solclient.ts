import solace from 'solclientjs';
import { sessionLogger } from './session-log.js';

/** A part of the properties of a session. */
export type SessionPropertyPart = Partial<Omit<solace.SessionProperties, 'toString'>>;

const logger = sessionLogger('solclientjs');

let ready = false;

function text(values: unknown[]): string {
  return values.map((value) => (value instanceof Error ? value.message : String(value))).join(' ');
}

/**
 * The client API, initialised once a process: later calls of its `init` have no effect, so that two sessions with
 * different wishes could not be told apart. Profile 10.5 hands out bytes as Uint8Array; older ones cut them to text.
 */
export function solclient(): typeof solace {
  if (ready) return solace;
  const properties = new solace.SolclientFactoryProperties();
  properties.profile = solace.SolclientFactoryProfiles.version10_5;
  properties.logLevel = solace.LogLevel.WARN;
  properties.logger = new solace.LogImpl(
    (...values: unknown[]) => logger.verbose(text(values)),
    (...values: unknown[]) => logger.debug(text(values)),
    (...values: unknown[]) => logger.debug(text(values)),
    (...values: unknown[]) => logger.warn(text(values)),
    (...values: unknown[]) => logger.error(text(values)),
    (...values: unknown[]) => logger.fatal(text(values)),
  );
  solace.SolclientFactory.init(properties);
  ready = true;
  return solace;
}

/** Subcode of an error of the client, if it is one. */
export function subcodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const subcode =
    (error as { subcode?: unknown; errorSubcode?: unknown }).subcode ??
    (error as { errorSubcode?: unknown }).errorSubcode;
  return typeof subcode === 'number' ? subcode : undefined;
}
