import { built, code, table } from './markdown.mjs';

const exchange = ({ body, answer }) => [body, answer].filter(Boolean).map(code).join(' → ');
const mark = (title) => title.toLowerCase().replace(/\W+/g, '-');

export async function topicParts() {
  const { TOPIC_CATALOGUE } = await built('libs/dto/src/topics/catalogue.js');
  const { STREAM_KINDS } = await built('libs/domain/src/market-data.js');
  const rows = (topics) => topics.map((entry) => [code(entry.topic), entry.kind, exchange(entry), entry.meaning]);
  const groups = TOPIC_CATALOGUE.map(({ title, topics }) => [
    mark(title),
    `## ${title}\n\n${table(['topic', 'kind', 'body → answer', 'meaning'], rows(topics))}`,
  ]);
  const kinds = STREAM_KINDS.map(code);
  return { ...Object.fromEntries(groups), kinds: `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}` };
}
