import { entriesOf } from './entry.js';

const entry = entriesOf('saved');

/** What people keep at the gateway: profiles, workspaces, watchlists. */
export const SAVED = {
  RECORD_UNKNOWN: entry('You have nothing of this id.', 'Check the id in the list; another tab may have deleted it.'),
  RECORD_NAME_TAKEN: entry('You have another one of this name, or the list has this item.', 'Choose another.'),
  RECORD_LIMIT: entry('You keep as many of these as you may.', 'Delete one first; details state the limit.'),
  RECORD_CHANGED: entry(
    'It was changed since you read it, perhaps in another tab; nothing was overwritten.',
    'Read it again, then repeat the change with the new ETag.',
  ),
  RECORD_VERSION_REQUIRED: entry(
    'The request does not say which version it changes.',
    'Send the ETag that you read in the If-Match header.',
  ),
} as const;
