import { entriesOf } from './entry.js';

const entry = entriesOf('start');

/** What keeps a process from starting or makes it stop. */
export const START = {
  CONFIG_INVALID: entry('A configuration value is missing or invalid.', 'The message names the variable.'),
  PORT_TAKEN: entry('A port is in use.', 'Stop the other process or set the variable named in the message.'),
  JOURNAL_LOCKED: entry('Another OMS process holds the shard lock.', 'Stop it, or give this one its own DATA_DIR.'),
  JOURNAL_CORRUPT: entry(
    'A journal record, or a snapshot of its state, is damaged inside the durable part.',
    'Restore from the archive; see the runbook.',
  ),
  JOURNAL_VERSION: entry(
    'A journal record is of a type or version that this release does not know, or a snapshot of another one.',
    'Run the release that wrote it, or a newer one.',
  ),
  JOURNAL_WRITE: entry(
    'The journal could not be written.',
    'Free disk space, let this user write there, or set DATA_DIR; the OMS recovers when it starts again (runbook disk-full).',
  ),
  DUPLICATE_ROUTE: entry('Two message handlers share a topic.', 'The message names both; remove one.'),
  HANDLER_WITHOUT_TRANSPORT: entry('A message handler would bind to every server.', 'Pass SOLACE to its decorator.'),
  HOT_ROUTE_UNSUPPORTED: entry(
    'A hot handler asks for what hot handlers do without: guard, pipe, interceptor, filter, promise.',
    'The message names the method and what it asks for; remove that, or make it an ordinary handler.',
  ),
  QUEUE_GROUP_INVALID: entry(
    'Handlers of different groups of replicas have messages in common, or a name is no name of a group.',
    'The message names both patterns; give them one group, or patterns that are apart.',
  ),
  HOT_DTO_UNSUPPORTED: entry(
    'The class of a hot handler carries a decorator that cannot be compiled to a check.',
    'The message names class and property; use plain decorators there, or an ordinary handler.',
  ),
  OPTION_INVALID: entry('An option of the development broker is out of its range.', 'The message names it.'),
  HOST_NEEDS_USERS: entry(
    'The development broker would listen beyond loopback with a password that everybody knows.',
    'Give it users with passwords of their own.',
  ),
  BROKER_IN_PRODUCTION: entry(
    'The development broker would run in production.',
    'Run a production broker and set SOLACE_URL, or say that this is wanted: BROKER_ALLOW_PRODUCTION=yes.',
  ),
  SPOOL_LOCKED: entry(
    'Another development broker keeps its messages in the same folder.',
    'Stop it, or give this one its own DATA_DIR.',
  ),
  SPOOL_FAILED: entry(
    'The development broker cannot keep messages where it should.',
    'Let this user write there, set DATA_DIR, or set BROKER_SPOOL to memory.',
  ),
  LISTEN_FAILED: entry('An address cannot be listened on.', 'Check that the address is one of this machine.'),
} as const;
