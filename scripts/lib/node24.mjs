import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './log.mjs';
import { root } from './paths.mjs';

const minimum = [24, 7];

function newEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/**
 * The Node that runs everything after the installation: the pinned one out of node_modules where its package exists
 * for this platform, else the user's own if it is new enough.
 */
export function node24() {
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', `node-${os}-${process.arch}`, 'bin', binary);
  if (existsSync(pinned)) return pinned;
  if (newEnough()) return process.execPath;
  return fail(
    `Bourseworks needs Node ${minimum.join('.')} or newer here (this is ${process.versions.node}, and no pinned Node ` +
      `is installed for ${process.platform}-${process.arch}): install a newer Node and run the command again.`,
  );
}
