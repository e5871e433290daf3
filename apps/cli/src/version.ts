import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformRoot } from './platform-root.js';

/** Version of the platform, from its package.json. */
export function platformVersion(): string {
  const root = platformRoot();
  if (root === undefined) return 'unknown';
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
