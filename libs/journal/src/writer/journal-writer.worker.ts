import { workerData } from 'node:worker_threads';
import { JournalWriter } from './journal-writer.js';
import type { WriterData } from './protocol.js';

new JournalWriter(workerData as WriterData);
