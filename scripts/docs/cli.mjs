import { built, code, sections, table } from './markdown.mjs';
import { settingGroups } from './settings.mjs';

/** An option that this many commands have stands once, above them. */
const sharedFrom = 5;

/** Defaults of options may come from variables, and those are not the reader's. */
async function forgetVariables() {
  const groups = Object.values(await settingGroups());
  for (const { name } of groups.flat()) delete process.env[name];
}

/** Every command that can be run, in the order of the help; those that only hold others are left out. */
function leaves(command, path, help) {
  const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  if (children.length === 0) return [{ command, path }];
  return children.flatMap((child) => leaves(child, `${path} ${child.name()}`, help));
}

const optionsOf = (command, help) => help.visibleOptions(command).filter((option) => option.long !== '--help');

const idOf = (option) => `${option.flags} ${defaultText(option)} ${option.description}`;

function sharedOptions(commands, help) {
  const all = commands.flatMap(({ command }) => optionsOf(command, help));
  const counts = new Map();
  for (const option of all) counts.set(idOf(option), (counts.get(idOf(option)) ?? 0) + 1);
  const shared = all.filter((option) => counts.get(idOf(option)) >= sharedFrom);
  return new Map(shared.map((option) => [idOf(option), option]));
}

function defaultText({ defaultValue, defaultValueDescription, mandatory }) {
  if (defaultValueDescription !== undefined) return defaultValueDescription;
  if (mandatory) return 'required';
  if (defaultValue === undefined || defaultValue === false) return '';
  const text = Array.isArray(defaultValue) ? defaultValue.join(',') : String(defaultValue);
  return text === '' ? '' : code(text);
}

const withChoices = ({ description, argChoices }) =>
  argChoices === undefined ? description : `${description} (${argChoices.map(code).join(', ')})`.trim();

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? '' : '.');

const optionTable = (options) =>
  table(
    ['option', 'default', 'meaning'],
    options.map((option) => [code(option.flags), defaultText(option), withChoices(option)]),
  );

const argumentText = ({ name, required, variadic }) => {
  const text = `${name()}${variadic ? '...' : ''}`;
  return code(required ? `<${text}>` : `[${text}]`);
};

function argumentTable(command) {
  const given = command.registeredArguments;
  if (given.length === 0) return '';
  const rows = given.map((argument) => [
    argumentText({ name: () => argument.name(), required: argument.required, variadic: argument.variadic }),
    defaultText(argument),
    withChoices(argument),
  ]);
  return table(['argument', 'default', 'meaning'], rows);
}

/** The examples that a command prints below its help. */
function examplesOf(command) {
  let printed = '';
  command.configureOutput({ writeOut: (text) => (printed += text), getOutHasColors: () => false });
  command.outputHelp();
  const [, below = ''] = printed.split('\nExamples:\n');
  return below
    .split('\n\n')[0]
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function section({ command, path }, help, shared) {
  const options = optionsOf(command, help);
  const own = options.filter((option) => !shared.has(idOf(option)));
  const common = options.filter((option) => shared.has(idOf(option))).map(({ long }) => code(long));
  const examples = examplesOf(command);
  const parts = [
    sentence(command.description()),
    `    ${path} ${command.usage()}`,
    argumentTable(command),
    own.length === 0 ? '' : optionTable(own),
    common.length === 0 ? '' : `Also ${common.join(', ')}.`,
    examples.length === 0 ? '' : ['Examples:', '', ...examples.map((line) => `    ${line}`)].join('\n'),
  ];
  return [path, parts.filter((part) => part !== '').join('\n\n')];
}

const anchor = (path) => path.replaceAll(' ', '-');

/** The table of contents: each command with its description, in the groups of the help. */
function overview(program, commands) {
  const groups = Map.groupBy(commands, ({ command }) => {
    let top = command;
    while (top.parent !== program) top = top.parent;
    return (top.helpGroup() || 'Commands:').replace(/:$/, '');
  });
  const rows = [...groups].flatMap(([group, all]) =>
    all.map(({ command, path }, index) => [
      index === 0 ? group : '',
      `[${code(path)}](#${anchor(path)})`,
      command.description(),
    ]),
  );
  return table(['', 'command', 'does'], rows);
}

export async function cliParts() {
  await forgetVariables();
  const { createProgram } = await built('apps/cli/src/program.js');
  const { EXIT, EXIT_MEANINGS } = await built('apps/cli/src/exit-codes.js');
  const program = createProgram();
  const help = program.createHelp();
  const commands = leaves(program, program.name(), help);
  const shared = sharedOptions(commands, help);
  const exits = Object.entries(EXIT).map(([name, value]) => [value, EXIT_MEANINGS[name]]);
  return {
    overview: overview(program, commands),
    shared: optionTable([...shared.values()]),
    exits: table(['exit code', 'meaning'], exits),
    commands: sections(commands.map((one) => section(one, help, shared))),
  };
}
