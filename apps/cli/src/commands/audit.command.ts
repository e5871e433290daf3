import { Command } from 'commander';
import type { AuditKeys, AuditVerdict } from '@bourseworks/audit';
import { anchorArgument } from '../arguments/parsers.js';
import { newCommand, run, type CommonOptions } from '../command.js';
import { dataDirectory } from '../data-directory.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { Output } from '../output/output.js';

interface VerifyOptions extends CommonOptions {
  readonly file?: string;
  readonly keyFile?: string;
  readonly anchor?: AuditKeys['anchor'];
}

/** Loaded by the command alone: SQLite is nothing for a `--help` to wait for. */
type Audit = typeof import('@bourseworks/audit');
type Env = Readonly<Record<string, string | undefined>>;

const cannot = (what: string, remedy: string): CliFailure => new CliFailure(EXIT.failed, what, remedy);

/** The gateway's secret: of the environment, else of its file, which is never made here. */
function secretOf(audit: Audit, { keyFile }: VerifyOptions, env: Env): Uint8Array {
  const given = env['GATEWAY_KEY'];
  if (given) {
    const key = audit.gatewayKeyOf(given);
    if (key === undefined) throw cannot('GATEWAY_KEY is no key', 'It is 32 bytes as 43 characters of base64url.');
    return key;
  }
  const file = keyFile ?? audit.gatewayKeyFile(dataDirectory(env));
  const read = audit.readGatewayKey(file);
  if (!read.ok) throw cannot(read.refusal.message, 'Run this as the user who runs the gateway.');
  if (read.value !== undefined) return read.value;
  throw cannot(`there is no key at ${file}`, 'Name the key of the gateway with --key-file or GATEWAY_KEY.');
}

async function verdictOf(audit: Audit, file: string, keys: AuditKeys): Promise<AuditVerdict> {
  try {
    return await audit.verifyAuditFile(file, keys);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw cannot(`${file} cannot be read as an audit log (${why})`, 'Name the database of the gateway with --file.');
  }
}

function wholeText(output: Output, file: string, { rows, sealed }: AuditVerdict & { ok: true }): string {
  const head = `${output.style('good', 'The audit log is what was written')}: ${rows} rows in ${file}.`;
  const open = rows - sealed;
  if (open === 0) return `${head}\nAll of them are sealed with the key.`;
  return `${head}\nSealed with the key up to row ${sealed}; the ${open} after it rest on their hashes alone.`;
}

async function verify(output: Output, options: VerifyOptions, env: Env): Promise<void> {
  const audit = await import('@bourseworks/audit');
  const { anchor } = options;
  const file = options.file ?? audit.gatewayDatabase(dataDirectory(env));
  const key = audit.auditKeyOf(secretOf(audit, options, env));
  const verdict = await verdictOf(audit, file, { key, ...(anchor === undefined ? {} : { anchor }) });
  if (verdict.ok) {
    output.result({ ...verdict, file }, () => wholeText(output, file, verdict));
    return;
  }
  const { sequence, problem } = verdict;
  throw new CliFailure(
    EXIT.failed,
    `the audit log is not what was written, from row ${sequence} on: ${problem}`,
    'Keep the file as it is, with its -wal. Rows before this one hold. With the wrong key the first row fails already.',
    undefined,
    { ok: false, sequence, problem, file },
  );
}

function verifyCommand(): Command {
  return newCommand('verify', 'was a row of the audit log changed, removed or added? The gateway may run meanwhile', [
    'audit verify',
    'audit verify --json',
    'audit verify --file backup/gateway.db --key-file backup/key',
  ])
    .option('--file <path>', 'database of the gateway (default: gateway/gateway.db below DATA_DIR)')
    .option(
      '--key-file <path>',
      'secret of the gateway, unless GATEWAY_KEY is set (default: gateway/key below DATA_DIR)',
    )
    .option(
      '--anchor <sequence:mac>',
      'a checkpoint that the log must still have: an audit.checkpoint of the log of the gateway',
      anchorArgument,
    )
    .action((options: VerifyOptions) => run(options, (output) => verify(output, options, process.env)));
}

/** What people have done, and whether the record of it can be believed. */
export function auditCommand(): Command {
  return new Command('audit').description('the record of what people did').addCommand(verifyCommand());
}
