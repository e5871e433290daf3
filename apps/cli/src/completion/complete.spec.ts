import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { complete } from './complete.js';

function program(): Command {
  const submit = new Command('submit')
    .description('send an order')
    .addOption(new Option('-s, --side <side>', 'which side').choices(['BUY', 'SELL']))
    .option('--tag <text...>', 'labels')
    .option('--rules <file>', 'limits')
    .option('--yes', 'do not ask')
    .addOption(new Option('--secret <x>').hideHelp());
  const order = new Command('order')
    .helpCommand(false)
    .addCommand(submit)
    .addCommand(new Command('show').argument('<id>'));
  const shell = new Command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
  const replay = new Command('replay').argument('<directory>').argument('[files...]');
  return new Command('bourse')
    .helpCommand(false)
    .addCommand(order)
    .addCommand(shell)
    .addCommand(replay)
    .addCommand(new Command('inner'), { hidden: true });
}

const values = (...words: string[]): string[] => complete(program(), words).values.map(({ value }) => value);
const paths = (...words: string[]): string => complete(program(), words).paths;

describe('complete', () => {
  it('offers commands, not those that are hidden', () => {
    expect(values('')).toEqual(['order', 'completion', 'replay']);
    expect(values('o')).toEqual(['order']);
    expect(values('order', '')).toEqual(['submit', 'show']);
    expect(complete(program(), ['order', 'su']).values).toEqual([{ value: 'submit', description: 'send an order' }]);
  });

  it('offers options, each once unless it may be repeated', () => {
    expect(values('order', 'submit', '--')).toEqual(['--side', '--tag', '--rules', '--yes', '--help']);
    expect(values('order', 'submit', '--side', 'BUY', '--tag', 'a', '--')).toEqual([
      '--tag',
      '--rules',
      '--yes',
      '--help',
    ]);
    expect(values('order', 'submit', '-s', 'BUY', '--s')).toEqual([]);
  });

  it('offers the values of an option, in both ways of writing it', () => {
    expect(values('order', 'submit', '--side', '')).toEqual(['BUY', 'SELL']);
    expect(values('order', 'submit', '-s', 'S')).toEqual(['SELL']);
    expect(values('order', 'submit', '--side=B')).toEqual(['--side=BUY']);
    expect(values('order', 'submit', '--yes=')).toEqual([]);
    expect(values('order', 'submit', '--side', 'BUY', 'x')).toEqual([]);
  });

  it('offers the choices of an argument', () => {
    expect(values('completion', '')).toEqual(['bash', 'zsh']);
    expect(values('completion', '--', 'z')).toEqual(['zsh']);
    expect(values('completion', 'bash', '')).toEqual([]);
  });

  it('leaves files and directories to the shell', () => {
    expect(paths('order', 'submit', '--rules', '')).toBe('files');
    expect(paths('replay', '')).toBe('directories');
    expect(paths('replay', 'x', 'y', '')).toBe('files');
    expect(paths('order', 'submit', '--side', '')).toBe('none');
  });
});
