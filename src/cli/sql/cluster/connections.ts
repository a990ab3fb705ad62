import type { SqlDriver } from '../../../sql/driver.ts';
import { type Connection, connect } from '../connect.ts';

/** The options of each command on a cluster. */
export interface ClusterArguments {
  readonly front: string;
  readonly table: string;
}

/** Connections to the servers of a cluster, closed together. */
export interface Connections {
  readonly connect: (url: string) => Promise<SqlDriver>;
}

/** Runs `work`, and closes what it connected to. */
export async function withConnections<T>(
  front: string,
  work: (front: SqlDriver, connections: Connections) => Promise<T>,
): Promise<T> {
  const open: Connection[] = [];
  const connections = {
    connect: async (url: string) => {
      const connection = await connect({ url }, false);
      open.push(connection);
      return connection.driver;
    },
  };
  try {
    return await work(await connections.connect(front), connections);
  } finally {
    for (const connection of open) await connection.close();
  }
}
