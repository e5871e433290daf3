import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const memory = '/dev/shm';
const gib = 2 ** 30;
/** What the specs keep there at one time is a third of it. */
const filesBytes = 2 * gib;
/** What the workers and the platforms that they start need beside it. */
const processesBytes = 4 * gib;

/** Whether programs start from there: some systems mount it so that none does, and specs start those of a checkout. */
function startsPrograms(folder) {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}

function hasRoom(place) {
  if (!existsSync(place)) return false;
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize >= filesBytes && freemem() >= filesBytes + processesBytes;
}

function newFolder(place) {
  return mkdtempSync(join(place, 'bourseworks-test-'));
}

/**
 * A new folder for the files of one run of the specs. In memory where the system has a place for that and the room: what the
 * specs write durably waits for the disk thousands of times, which says nothing of what they check.
 */
export function specsFolder(place = memory) {
  if (!hasRoom(place)) return newFolder(tmpdir());
  const folder = newFolder(place);
  if (startsPrograms(folder)) return folder;
  rmSync(folder, { recursive: true });
  return newFolder(tmpdir());
}
