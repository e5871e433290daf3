import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { newCommand, run, type CommonOptions } from '../../../command.js';
import { EXIT } from '../../../exit-codes.js';
import { CliFailure, usage } from '../../../failure.js';
import { platformRoot } from '../../../platform-root.js';
import { classOf, projectFiles } from './project-files.js';

interface NewOptions extends CommonOptions {
  readonly to?: string;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

function nameArgument(text: string): string {
  if (NAME.test(text) && text.length <= 64) return text;
  throw new InvalidArgumentError('It is words of a-z and 0-9 with dashes in between, such as ema-trend.');
}

function checkoutConfig(): string {
  const root = platformRoot();
  const config = root === undefined ? undefined : join(root, 'tsconfig.plugin.json');
  if (config !== undefined && existsSync(config)) return config;
  const message = 'there is no checkout of the platform here that a strategy could be compiled against';
  throw new CliFailure(EXIT.failed, message, 'Run it in a checkout, not in a container.');
}

/** Writes a strategy that can be compiled, tested and run as it stands. */
export function newStrategyCommand(): Command {
  return newCommand('new', 'write a folder with a strategy of your own, and a test of it', ['strategy new ema-trend'])
    .argument('<name>', 'its name, such as ema-trend', nameArgument)
    .option('--to <folder>', 'where to; default: a folder of its name')
    .action((name: string, options: NewOptions) =>
      run(options, async (output) => {
        const folder = resolve(options.to ?? name);
        if (existsSync(folder) && readdirSync(folder).length > 0)
          throw usage(`${folder} is not empty`, 'Name another folder: --to FOLDER');
        const files = projectFiles(name, checkoutConfig());
        for (const [path, text] of Object.entries(files)) {
          const file = join(folder, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text, { flag: 'wx' });
        }
        const type = `${join(folder, 'dist', `${name}.strategy.js`)}#${classOf(name)}`;
        output.result({ folder, type, files: Object.keys(files) }, () =>
          [`${output.style('strong', name)} is in ${folder}:`, ...Object.keys(files).map((file) => `  ${file}`)].join(
            '\n',
          ),
        );
        output.note(`Compile, test and run it as ${join(folder, 'README.md')} says; its type is ${type}`);
      }),
    );
}
