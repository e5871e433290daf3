import { spawnSync } from 'node:child_process';
import { tempDir } from '@bourseworks/testkit';

/** With a user namespace anybody may mount; where that is switched off, root still may. */
const WAYS = [['-Urm'], ['-m']] as const;

/** Mounts a disk of $2 megabytes at $1. */
export const MOUNT = 'mount -t tmpfs -o "size=$2m" none "$1"';

/** How this user gets a disk of its own, as arguments of `unshare`; undefined where it may not. */
export const ownDisk = WAYS.find((flags) => {
  const script = ['sh', '-c', MOUNT, 'sh', tempDir(), '1'];
  return spawnSync('unshare', [...flags, ...script]).status === 0;
});

/** Runs what follows with a disk of so many megabytes at `directory`, which is there for it alone and ends with it. */
export function onSmallDisk(directory: string, megabytes: number): string[] {
  if (ownDisk === undefined) throw new Error('this user may not mount a disk of its own (unshare)');
  const script = `${MOUNT} || exit 99; shift 2; exec "$@"`;
  return ['unshare', ...ownDisk, 'sh', '-c', script, 'sh', directory, String(megabytes)];
}
