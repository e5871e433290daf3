import { crc32 } from 'node:zlib';
import { NO_INSTRUCTIONS, ok, refuse, type Result } from '@bourseworks/domain';
import { validateRiskConfig } from '@bourseworks/risk';
import type { EngineOptions, EngineState } from '../engine-state.js';
import { readEngine, writeEngine, type PartsImage } from './engine-image.js';
import { KEPT } from './fields.js';
import { PlainReader } from './plain-reader.js';
import { PlainWriter } from './plain-writer.js';

/**
 * To be raised whenever a part of the state is kept otherwise, or means something else, than before: a snapshot of another
 * version is not read, the journal is then replayed whole. Fields of orders and events are compared beside it.
 */
export const SNAPSHOT_VERSION = 2;

/** `BWSS`, version, checksum of the rest. */
const MAGIC = 0x53_53_57_42;
const HEAD_BYTES = 12;

interface Preface {
  /** Fields of orders, executions and events, in their order. */
  readonly format: string;
  /** What the state depends on beside the records. */
  readonly config: string;
  readonly hash: string;
}

const FORMAT = JSON.stringify(KEPT);

/**
 * What a replay under other options would bring to another state. Limits are among it only while the journal has none: those
 * that it has come back with the state.
 */
function configOf(options: EngineOptions, state: EngineState): string {
  const { environment, accounts, maxClosedOrders, maxPersonCommands, extras = {} } = options;
  const given = state.limits.version === 0 ? state.risk.config : undefined;
  const facts = { environment, accounts, maxClosedOrders, maxPersonCommands, extras: Object.keys(extras), given };
  return JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Definitions are shared: an order is of that of its instrument which was in force when it was made. So is what plain orders say. */
const isShared = (value: object): boolean => value === NO_INSTRUCTIONS || 'moneyFactor' in value;

export function writeSnapshot(options: EngineOptions, state: EngineState): Uint8Array {
  if (state.divergence !== undefined) throw new Error(`no snapshot of a state that diverged: ${state.divergence}`);
  const writer = new PlainWriter(HEAD_BYTES, isShared);
  writer.write({ format: FORMAT, config: configOf(options, state), hash: state.hash() } satisfies Preface);
  writeEngine(state, writer);
  for (const part of Object.values(options.extras ?? {})) writer.write(part.snapshot());
  const bytes = writer.take();
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, SNAPSHOT_VERSION, true);
  head.setUint32(8, crc32(bytes.subarray(HEAD_BYTES)), true);
  return bytes;
}

const corrupt = (what: string): Result<never> => refuse('JOURNAL_CORRUPT', `the snapshot cannot be read: ${what}`);
const another = (what: string): Result<never> => refuse('JOURNAL_VERSION', `the snapshot is of ${what}`);

function open(bytes: Uint8Array): Result<PlainReader> {
  if (bytes.length < HEAD_BYTES) return corrupt('it is shorter than its head');
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  if (head.getUint32(0, true) !== MAGIC) return corrupt('it is none');
  const version = head.getUint32(4, true);
  if (version !== SNAPSHOT_VERSION) return another(`version ${version}, not ${SNAPSHOT_VERSION}`);
  const rest = bytes.subarray(HEAD_BYTES);
  return head.getUint32(8, true) === crc32(rest) ? ok(new PlainReader(rest)) : corrupt('its checksum fails');
}

/** Puts the limits of the journal in force, as their record would. */
function enforceLimits(state: EngineState, { limits }: PartsImage): void {
  if (limits.version === 0) return;
  const checked = validateRiskConfig(JSON.parse(limits.body));
  if (!checked.ok) throw new Error(checked.refusal.message);
  state.limits = limits;
  state.risk.update(checked.value);
}

function take(options: EngineOptions, state: EngineState, reader: PlainReader): Result<void> {
  const { format, config, hash } = reader.read() as Preface;
  if (format !== FORMAT) return another('other fields');
  const parts = reader.read() as PartsImage;
  enforceLimits(state, parts);
  if (configOf(options, state) !== config) return another('another configuration');
  readEngine(state, parts, reader);
  for (const part of Object.values(options.extras ?? {})) part.restore(reader.read());
  return reader.finished && state.hash() === hash ? ok(undefined) : corrupt('another state comes of it');
}

/**
 * Refuses JOURNAL_VERSION and JOURNAL_CORRUPT; the state, and the risk engine in it, are not to be used after that.
 * @throws Error when the state is not fresh
 */
export function readSnapshot(options: EngineOptions, state: EngineState, bytes: Uint8Array): Result<void> {
  if (state.lastSequence > 0) throw new Error('a snapshot is read before any record');
  try {
    const reader = open(bytes);
    return reader.ok ? take(options, state, reader.value) : reader;
  } catch (error) {
    return corrupt((error as Error).message);
  }
}
