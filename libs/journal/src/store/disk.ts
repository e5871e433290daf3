import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The steps of writing a file that is complete or not there; a port, so that a test can let each of them fail. */
export interface Disk {
  open(path: string, flags: 'r' | 'w'): number;
  /** Bytes written; fewer than asked for on a disk that is nearly full. */
  write(file: number, bytes: Uint8Array): number;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

export const nodeDisk: Disk = {
  open: (path, flags) => openSync(path, flags),
  write: (file, bytes) => writeSync(file, bytes),
  sync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
};

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
