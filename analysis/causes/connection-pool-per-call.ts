import { calls, grows, inSource, manyObjects, rootedThrough } from './clues.ts';
import type { KnownCause } from './types.ts';

export const connectionPoolPerCall: KnownCause = {
  id: 'connection-pool-per-call',
  title: 'Database connections are not given back, or each use makes a pool of its own',
  explains: ['managed', 'handle'],
  clues: [
    manyObjects(2.6, 'connection-pool-per-call'),
    rootedThrough(1.6, 'DbConnectionPoolGroup', 'SqlConnectionFactory', 'NpgsqlDataSource', 'Npgsql.MetricsReporter'),
    calls(1.2, 'npgsqldatasource.create', 'dbconnectionpool..ctor', 'sqlconnectionpoolgroup'),
    inSource(0.4, 'disposable-not-disposed'),
    grows(0.4, 'handles'),
  ],
  refutedBy: 'pools and connections are as many as there are databases times the pool size, and stay so',
  fix: 'Open late and dispose early: `await using var connection = new SqlConnection(connectionString);`. A pool belongs to one connection string to the letter: do not put a user, a tenant or a time into it without need. Make one NpgsqlDataSource for the process (a singleton of the container).',
  link: 'https://learn.microsoft.com/dotnet/framework/data/adonet/sql-server-connection-pooling#pool-fragmentation',
  looksLike: 'A service of many tenants has a pool for each on purpose: then the pools stop at the number of tenants.',
};
