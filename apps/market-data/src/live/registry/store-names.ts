/** What the registry keeps in the shared store, by name. */
export const STORE = {
  /** Bag: instances that are alive. */
  instances: 'market-data/instances',
  /** Bag: topics of the streams that run or should, with who ran them last. */
  streams: 'market-data/streams',
  /** Key: up to where an instance has published its streams, in chunks. */
  marks: (instance: string, chunk: number): string => `market-data/marks/${instance}/${chunk}`,
  /** Lease of an instance. */
  instance: (instance: string): string => `market-data/instance/${instance}`,
  /** Key: who has claimed a stream. */
  stream: (topic: string): string => `market-data/stream/${topic}`,
  /** Key: who has claimed all streams of an adapter. */
  adapter: (name: string): string => `market-data/adapter/${name}`,
  /** Bag: leases of a stream's subscribers. */
  subscribers: (topic: string): string => `market-data/subscribers/${topic}`,
  /** Key: what a lease is of. */
  lease: (id: string): string => `market-data/lease/${id}`,
} as const;
