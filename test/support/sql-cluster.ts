import { Pool } from 'pg';
import { pg } from '../../src/sql/adapters/pg.ts';
import type { SqlDriver } from '../../src/sql/driver.ts';
import { createPostgresServer, type PostgresServer } from './postgres-server.ts';

/** Servers with the settings that moves of partitions need, and pools to them that are ended at the end. */
export class ClusterServers {
  readonly servers: PostgresServer[] = [];
  readonly #pools: Pool[] = [];

  async start(programs: string, count: number): Promise<void> {
    const settings = {
      wal_level: 'logical',
      wal_retrieve_retry_interval: '100ms',
      shared_buffers: '32MB',
      max_connections: 60,
    };
    const starts = Array.from({ length: count }, () =>
      createPostgresServer(programs, { settings }),
    );
    this.servers.push(...(await Promise.all(starts)));
  }

  url(server: number): string {
    return this.servers[server].url();
  }

  /** What SqlCluster takes as `connect`. */
  readonly connect = (url: string): SqlDriver => {
    const pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 60_000 });
    // Of connections that a killed server closed.
    pool.on('error', () => undefined);
    this.#pools.push(pool);
    return pg(pool);
  };

  async remove(): Promise<void> {
    for (const pool of this.#pools) await pool.end();
    for (const server of this.servers) await server.remove();
  }
}
