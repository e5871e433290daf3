import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { busAddress } from '../launcher/settings.js';
import { commandLine, shellWord } from './shell.js';

describe('a command line to be copied', () => {
  it('leaves out what is the default, and names what is not', () => {
    const url = busAddress(process.env);
    expect(commandLine(['order', 'show', 'x-1'], { account: 'SIM', url })).toBe('bourse order show x-1');
    expect(commandLine(['order', 'show', 'x-1'], { account: 'A B', url: 'tcp://far:1' })).toBe(
      "bourse order show x-1 --account 'A B' --url tcp://far:1",
    );
  });

  it('comes back from a shell as it went in', () => {
    for (const word of ["it's", 'a b', '$HOME', '`id`', '"', '*', "''", '\\'])
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
  });
});
