import { resolve } from 'node:path';
import { actorKeysDirectory } from '@bourseworks/actor';
import { platformRoot } from './platform-root.js';

type Env = Readonly<Record<string, string | undefined>>;

export const DEFAULT_DATA_DIR = './var';

const fromRoot = (path: string): string => resolve(platformRoot() ?? '.', path);

/**
 * The data of the platform on this machine. A relative one is below the platform's own folder, where `npm start` runs the
 * services: a command of another folder must find the same keys and files.
 */
export const dataDirectory = (env: Env): string => fromRoot(env['DATA_DIR'] || DEFAULT_DATA_DIR);

/** Where the keys are that commands of people are signed with. */
export const keysDirectory = (env: Env): string =>
  fromRoot(actorKeysDirectory({ ACTOR_KEYS_DIR: env['ACTOR_KEYS_DIR'], DATA_DIR: dataDirectory(env) }));

/** What the services are told of both. */
export const dataSettings = (env: Env): Record<string, string> => ({
  DATA_DIR: dataDirectory(env),
  ACTOR_KEYS_DIR: keysDirectory(env),
});
