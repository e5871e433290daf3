// The pre-commit hook: format check and lint of the staged files only, so that a commit stays quick.
import { spawnSync } from 'node:child_process';
import { checks } from './lib/checks.mjs';
import { installIsCurrent } from './lib/install.mjs';
import { say } from './lib/log.mjs';
import { node24 } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';

const formatted = /\.(?:[cm]?[jt]sx?|json|css|html)$/;
const linted = /\.[cm]?[jt]sx?$/;

function stagedFiles() {
  const args = ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z'];
  const { stdout, status } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  return status === 0 ? stdout.split('\0').filter(Boolean) : [];
}

const staged = stagedFiles().filter((path) => path !== 'package-lock.json');
const toFormat = staged.filter((path) => formatted.test(path));
const toLint = staged.filter((path) => linted.test(path));
if (toFormat.length > 0 && !installIsCurrent()) {
  say('pre-commit: the dependencies are not installed, nothing was checked (npm ci).');
} else if (toFormat.length > 0) {
  const node = node24();
  const formatCode = await checks.format(node, ['--no-error-on-unmatched-pattern', ...toFormat]);
  if (formatCode !== 0) say('pre-commit: run `npm run format` and stage again.');
  const lintCode = toLint.length > 0 ? await checks.lint(node, ['--no-error-on-unmatched-pattern', ...toLint]) : 0;
  process.exitCode = formatCode || lintCode;
}
