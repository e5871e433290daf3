import { join } from 'node:path';

/** Where the keys are: `ACTOR_KEYS_DIR`, else `actor` below `DATA_DIR`. */
export function actorKeysDirectory(settings: { ACTOR_KEYS_DIR?: string | undefined; DATA_DIR: string }): string {
  return settings.ACTOR_KEYS_DIR || join(settings.DATA_DIR, 'actor');
}
