import { existsSync } from 'node:fs';
import { mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail, fromGigabytes, gigabytes, ok, warn, type Check } from './check.js';
import { MINIMUM, shortfall } from './machine.js';

/** With less the journal would soon stop the OMS. */
const FREE_FAIL_GB = 1;
const FREE_WARN_GB = 10;
/** Magic numbers of file systems whose locks are not those of a local disk: NFS, SMB, CIFS, SMB2, Ceph, 9P. */
const NETWORK = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x00c36400, 'Ceph'],
]);

/** The directory itself, or the nearest above it that is there: the one that it would be made in. */
function existing(directory: string): string {
  const above = dirname(directory);
  return existsSync(directory) || above === directory ? directory : existing(above);
}

/** @returns why nothing can be written there; undefined when all is well */
async function writeProblem(directory: string): Promise<string | undefined> {
  try {
    await rmdir(await mkdtemp(join(directory, '.bourse-doctor-')));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}

function checkSpace(size: number, free: number, production: boolean): Check {
  const found = `${gigabytes(free)} free of ${gigabytes(size)} (minimum ${MINIMUM.diskGb} GB NVMe)`;
  const remedy = 'Free some space, or set DATA_DIR to a larger local disk.';
  if (free < fromGigabytes(FREE_FAIL_GB)) return fail('disk', found, remedy);
  if (free < fromGigabytes(FREE_WARN_GB)) return warn('disk', found, remedy);
  // A disk sold with 250 GB shows 232: its maker counts in powers of ten.
  if (size >= MINIMUM.diskGb * 1e9) return ok('disk', found);
  return shortfall(production)('disk', found, 'Enough to try it out; logs, journal and history of a desk need more.');
}

/** Space and rights where the journal and the stores live. */
export async function checkDataDirectory(dataDir: string, production: boolean): Promise<Check[]> {
  const directory = resolve(dataDir);
  const place = existing(directory);
  const where = place === directory ? directory : `${directory} (to be made in ${place})`;
  const problem = await writeProblem(place);
  const writable =
    problem === undefined
      ? ok('data directory', where)
      : fail('data directory', `${where}: ${problem}`, 'Give this user the right to write there, or set DATA_DIR.');
  const { type, bsize, blocks, bavail } = await statfs(place);
  const network = NETWORK.get(type);
  if (network === undefined) return [writable, checkSpace(blocks * bsize, bavail * bsize, production)];
  const remedy = 'Set DATA_DIR to a local disk: over a network nothing guards the journal against a second writer.';
  return [writable, fail('disk', `${network} at ${place}`, remedy)];
}
