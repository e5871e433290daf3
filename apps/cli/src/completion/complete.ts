import type { Argument, Command, Option } from 'commander';

/** What may stand where the cursor is. */
export interface Completions {
  readonly values: readonly { readonly value: string; readonly description: string }[];
  /** Names of files or directories, which the shell itself completes. */
  readonly paths: 'none' | 'files' | 'directories';
}

const NOTHING: Completions = { values: [], paths: 'none' };

/** Where the words before the cursor lead to. */
interface Place {
  readonly command: Command;
  /** Arguments of the command that are there already. */
  readonly positionals: number;
  /** The option whose value comes next. */
  readonly awaits: Option | undefined;
  readonly used: ReadonlySet<string>;
  /** After `--`: words that start with a dash are arguments. */
  readonly argumentsOnly: boolean;
}

const takesValue = (option: Option): boolean => option.required || option.optional;

const visibleOptions = (command: Command): Option[] => command.createHelp().visibleOptions(command);

const optionOf = (command: Command, flag: string): Option | undefined =>
  visibleOptions(command).find((option) => option.long === flag || option.short === flag);

function walk(root: Command, words: readonly string[]): Place {
  let command = root;
  let positionals = 0;
  let awaits: Option | undefined;
  let argumentsOnly = false;
  let used = new Set<string>();
  for (const word of words) {
    if (awaits !== undefined && (awaits.required || !word.startsWith('-'))) {
      awaits = undefined;
    } else if (!argumentsOnly && word === '--') {
      argumentsOnly = true;
    } else if (!argumentsOnly && word.startsWith('-')) {
      const [flag = word] = word.split('=');
      const option = optionOf(command, flag);
      if (option?.long !== undefined) used.add(option.long);
      awaits = option !== undefined && takesValue(option) && !word.includes('=') ? option : undefined;
    } else {
      const child = positionals === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (child === undefined) positionals++;
      else [command, used] = [child, new Set()];
    }
  }
  return { command, positionals, awaits, used, argumentsOnly };
}

/** `<file>` and `<directory>` in the help are taken at their word. */
function pathsOf(name: string): Completions['paths'] {
  if (/director|folder/.test(name)) return 'directories';
  return /file|path/.test(name) ? 'files' : 'none';
}

function choices(of: Option | Argument, prefix = ''): Completions {
  const values = (of.argChoices ?? []).map((value) => ({ value: `${prefix}${value}`, description: '' }));
  return { values, paths: values.length > 0 ? 'none' : pathsOf('flags' in of ? of.flags : of.name()) };
}

function options({ command, used }: Place): Completions {
  const free = visibleOptions(command).filter((option) => option.variadic || !used.has(option.long ?? ''));
  const values = free.flatMap(({ long, description }) => (long === undefined ? [] : [{ value: long, description }]));
  return { values, paths: 'none' };
}

function words({ command, positionals }: Place): Completions {
  const children = positionals === 0 ? command.createHelp().visibleCommands(command) : [];
  const { registeredArguments: known } = command;
  const last = known.at(-1);
  const argument = known[positionals] ?? (last?.variadic === true ? last : undefined);
  const own = argument === undefined ? NOTHING : choices(argument);
  const commands = children.map((child) => ({ value: child.name(), description: child.description() }));
  return { values: [...commands, ...own.values], paths: own.paths };
}

function candidates(place: Place, current: string): Completions {
  if (place.awaits?.required === true) return choices(place.awaits);
  if (!place.argumentsOnly && current.startsWith('-')) {
    const flag = /^(--[^=]+)=/.exec(current)?.[1];
    if (flag === undefined) return options(place);
    const option = optionOf(place.command, flag);
    return option === undefined || !takesValue(option) ? NOTHING : choices(option, `${flag}=`);
  }
  const optional = place.awaits === undefined ? NOTHING : choices(place.awaits);
  const own = words(place);
  return { values: [...optional.values, ...own.values], paths: own.paths };
}

/** What may stand in place of the last of `typed`, the words after the program's name up to the cursor. */
export function complete(root: Command, typed: readonly string[]): Completions {
  const current = typed.at(-1) ?? '';
  const { values, paths } = candidates(walk(root, typed.slice(0, -1)), current);
  return { values: values.filter(({ value }) => value.startsWith(current)), paths };
}
