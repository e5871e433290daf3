import { join } from 'node:path';
import { JournalReader, listSnapshots } from '@bourseworks/journal';
import { loadEnv } from '@bourseworks/observability';
import { parseAccounts } from '../config/accounts.js';
import { OmsConfig } from '../config/oms-config.js';
import { loadRiskLimits } from '../config/risk-limits.js';
import { makeSnapshot } from './make-snapshot.js';
import { Replica, type ReplicaData } from './replica.js';

/** Replays everything and compares the state after each snapshot with what the snapshot gives. */
function verify(data: ReplicaData): object {
  const reader = new JournalReader(data.directory);
  const problems: string[] = [];
  try {
    const last = reader.lastSequence;
    const replica = new Replica(data);
    for (const { path, sequence } of listSnapshots(data.directory).reverse()) {
      if (sequence > last) continue;
      replica.catchUp(reader, sequence);
      const restored = Replica.restored(data, reader, sequence).engine;
      // Of an earlier release or of other settings: it is not used, and so proves nothing.
      if (restored.lastSequence !== sequence) continue;
      if (restored.stateHash() !== replica.engine.stateHash())
        problems.push(`${path}: its state is not that of the records up to ${sequence}`);
    }
    replica.catchUp(reader, last);
    return { replayed: last, stateHash: replica.engine.stateHash(), problems };
  } catch (error) {
    return { replayed: 0, stateHash: '', problems: [...problems, (error as Error).message] };
  } finally {
    reader.close();
  }
}

const TASKS: Readonly<Record<string, (data: ReplicaData) => object>> = {
  verify,
  snapshot: (data) => makeSnapshot(data),
};

/** What `bourse journal` lets the OMS's own code do: one task, its result as one line of JSON. */
function main(): void {
  const config = loadEnv(OmsConfig, process.env);
  const task = TASKS[process.argv[2] ?? ''];
  if (task === undefined) throw new Error(`tasks: ${Object.keys(TASKS).join(', ')}`);
  const result = task({
    directory: join(config.DATA_DIR, 'oms'),
    environment: config.BOURSEWORKS_ENV,
    accounts: parseAccounts(config.ACCOUNTS),
    risk: loadRiskLimits(config.RISK_FILE),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
