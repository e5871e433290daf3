import { built, code, table } from './markdown.mjs';

const exchange = ({ body, answer }) => [body, answer].filter(Boolean).map(code).join(' → ');
const mark = (title) => title.toLowerCase().replace(/\W+/g, '-');

const list = (patterns) => patterns.map(code).join('<br>');

/** Who has to do with which topics. */
async function connectionTable() {
  const { CONNECTIONS } = await built('libs/dto/src/topics/connections.js');
  const { QUEUES } = await built('libs/dto/src/topics/queues.js');
  const rows = Object.entries(CONNECTIONS).map(
    ([part, { owns, serves, listens, publishes, requests, guaranteed, consumes }]) => {
      const sent = (patterns) =>
        patterns.map((pattern) => (guaranteed.includes(pattern) ? `**${code(pattern)}**` : code(pattern))).join('<br>');
      const queues = consumes.map((use) => QUEUES[use].name);
      return [code(part), list([...owns, ...serves]), sent(requests), sent(publishes), list(listens), list(queues)];
    },
  );
  return table(['part', 'answers', 'requests', 'publishes', 'listens to', 'consumes'], rows);
}

/** The queues of the platform. */
async function queueTable() {
  const { QUEUES } = await built('libs/dto/src/topics/queues.js');
  const rows = Object.values(QUEUES).map(({ name, topics, quotaMb, refuseWhenFull, meaning }) => [
    code(name),
    list(topics),
    `${quotaMb} MB, then ${refuseWhenFull ? 'refused' : 'dropped'}`,
    meaning,
  ]);
  return table(['queue', 'topics', 'holds', 'what for'], rows);
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
  const [connections, queues] = await Promise.all([connectionTable(), queueTable()]);
  return {
    ...Object.fromEntries(groups),
    connections,
    queues,
    kinds: `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`,
  };
}
