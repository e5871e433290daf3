import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { JournalError } from '../journal-error.js';

/** The steps of writing a file that is complete or not there; a port, so that a test can let each of them fail. */
export interface Disk {
  open(path: string, flags: 'r' | 'w'): number;
  /** Bytes written; fewer than asked for on a disk that is nearly full. */
  write(file: number, bytes: Uint8Array): number;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Bytes that this user may still write where `directory` is. */
  room(directory: string): number;
}

export const nodeDisk: Disk = {
  open: (path, flags) => openSync(path, flags),
  write: (file, bytes) => writeSync(file, bytes),
  sync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  room: (directory) => {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  },
};

const MB = 1024 * 1024;
/** Room that only the journal may use: enough for its write-ahead log until that is moved into the file. */
const RESERVED_BYTES = 32 * MB;

/**
 * What the journal can do without is not written into its last room: a snapshot that fills the disk would stop the orders.
 * @throws JournalError JOURNAL_WRITE when less than 32 MB would be left
 */
export function assertRoom(directory: string, bytes: number, disk: Disk = nodeDisk): void {
  const room = disk.room(directory);
  if (room - bytes >= RESERVED_BYTES) return;
  const [left, needed] = [Math.floor(room / MB), Math.ceil((bytes + RESERVED_BYTES) / MB)];
  throw new JournalError(
    'JOURNAL_WRITE',
    `cannot write to ${directory}: ${left} MB are left, ${needed} MB are needed so that the journal keeps its room`,
  );
}

/** Ends the name of a file that is not complete: nothing reads it, the next one who writes removes it. */
export const TEMPORARY = '.tmp';

function withFile(disk: Disk, path: string, flags: 'r' | 'w', work: (file: number) => void): void {
  const file = disk.open(path, flags);
  try {
    work(file);
  } finally {
    disk.close(file);
  }
}

/** What was written to the file is on the disk when this returns. */
export function syncFile(path: string, disk: Disk = nodeDisk): void {
  withFile(disk, path, 'r', (file) => disk.sync(file));
}

/** Gives a complete, synced file its name. Without the sync of the directory a power failure could take the name back. */
export function publishFile(temporary: string, path: string, disk: Disk = nodeDisk): void {
  disk.rename(temporary, path);
  syncFile(dirname(path), disk);
}

/** Writes a file that is either there with all of `parts`, on the disk, or not there. Throws what the system says. */
export function writeWhole(path: string, parts: readonly Uint8Array[], disk: Disk = nodeDisk): void {
  // Of this process: a command may write the same file as the OMS just now, and neither is to publish the other's half.
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  try {
    withFile(disk, temporary, 'w', (file) => {
      for (const part of parts) {
        for (let at = 0; at < part.length;) at += disk.write(file, part.subarray(at));
      }
      disk.sync(file);
    });
    publishFile(temporary, path, disk);
  } catch (error) {
    // Half a file would only take the space that the disk may lack.
    disk.remove(temporary);
    throw error;
  }
}

/** Names in a directory that a pattern fits; none when there is no directory. */
export function namesIn(directory: string, pattern: RegExp): RegExpExecArray[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.map((name) => pattern.exec(name)).filter((match) => match !== null);
}
