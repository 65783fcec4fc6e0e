import { grows, inSource, manyObjects, rootedThrough, said, unless } from './clues.ts';
import type { KnownCause } from './types.ts';

export const clientPerCall: KnownCause = {
  id: 'client-per-call',
  title: 'A client that is meant to live as long as the process is made for each call',
  explains: ['managed', 'handle'],
  clues: [
    manyObjects(2.6, 'client-per-call'),
    unless(
      0,
      said(0, 'known-types', 'http-client'),
      rootedThrough(1, 'ConnectionMultiplexer', 'GrpcChannel', 'MongoClient', 'CosmosClient', 'ServiceBusClient'),
    ),
    grows(0.4, 'handles'),
    grows(0.4, 'threads'),
    inSource(2, 'client-per-call'),
  ],
  refutedBy: 'there are as few of these clients as the code means to have',
  fix: 'Keep one for the process: `services.AddSingleton(_ => ConnectionMultiplexer.Connect(options));`, likewise GrpcChannel, CosmosClient, MongoClient, ServiceBusClient. Each has its own sockets, timers and threads, which outlive a forgotten one. Dispose those that really are short-lived.',
  link: 'https://learn.microsoft.com/azure/architecture/antipatterns/improper-instantiation/',
  looksLike: 'A load generator makes thousands of clients on purpose.',
};
