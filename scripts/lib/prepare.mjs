import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { fail } from './log.mjs';
import { node24 } from './node24.mjs';

/** Dependencies and build as they should be; the path of the Node to run dist with. Ends the process on failure. */
export async function prepared() {
  await ensureInstalled();
  const node = node24();
  const code = await ensureBuilt(node);
  if (code !== 0) fail('The build failed: see the lines above.');
  return node;
}
