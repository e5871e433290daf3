import { built, code, table } from './markdown.mjs';

const exchange = ({ body, answer }) => [body, answer].filter(Boolean).map(code).join(' → ');
const mark = (title) => title.toLowerCase().replace(/\W+/g, '-');

const list = (patterns) => patterns.map(code).join('<br>');

/** Who has to do with which topics. */
async function connectionTable() {
  const { CONNECTIONS } = await built('libs/dto/src/topics/connections.js');
  const rows = Object.entries(CONNECTIONS).map(([part, { owns, serves, listens, publishes, requests }]) => [
    code(part),
    list([...owns, ...serves]),
    list(requests),
    list(publishes),
    list(listens),
  ]);
  return table(['part', 'answers', 'requests', 'publishes', 'listens to'], rows);
}

export async function topicParts() {
  const { TOPIC_CATALOGUE } = await built('libs/dto/src/topics/catalogue.js');
  const { STREAM_KINDS } = await built('libs/domain/src/market-data.js');
  const rows = (topics) => topics.map((entry) => [code(entry.topic), entry.kind, exchange(entry), entry.meaning]);
  const groups = TOPIC_CATALOGUE.map(({ title, topics }) => [
    mark(title),
    `## ${title}\n\n${table(['topic', 'kind', 'body → answer', 'meaning'], rows(topics))}`,
  ]);
  const kinds = STREAM_KINDS.map(code);
  const connections = await connectionTable();
  return { ...Object.fromEntries(groups), connections, kinds: `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}` };
}
