import { pg } from '../../../src/sql/adapters/pg.ts';
import { openPGlite, pglite } from '../../../src/sql/adapters/pglite.ts';
import { postgres } from '../../../src/sql/adapters/postgres.ts';
import { type Recipes, recipe } from './recipe.ts';

/** What has the methods of a database of PGlite, and no rows. */
class Database {
  readonly waitReady = Promise.resolve();
  closed = false;
  async query() {
    return { rows: [] };
  }
  async transaction(work: (inside: never) => Promise<unknown>) {
    return work(this as never);
  }
  async close() {
    this.closed = true;
  }
}

/** Drivers of databases. */
export const SQL_DRIVERS: Recipes = {
  pglite: recipe(pglite, () => [new Database()]),
  openPGlite: recipe(openPGlite, () => [Database, 'memory://', {}]),
  pg: recipe(pg, () => [new Database(), { copyFrom: () => ({}) }], 1),
  postgres: recipe(postgres, () => [
    { begin: async () => {}, unsafe: async () => [], typed: String },
  ]),
};
