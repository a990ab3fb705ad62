import { UsageError } from '../errors.ts';
import type { StoreArguments } from '../options/sql.ts';
import { count } from '../output/count.ts';
import { printable } from '../output/printable.ts';
import { runWork } from '../work.ts';
import { checkPlace, connect } from './connect.ts';
import { openStore } from './place.ts';

export async function runDrop(options: StoreArguments & { readonly yes?: boolean }) {
  checkPlace(options);
  const { table, yes } = options;
  const { rows, where } = await runWork(async () => {
    const connection = await connect(options, false);
    try {
      const store = await openStore(connection.driver, options);
      const { rows } = await store.stats();
      if (!yes) {
        throw new UsageError(
          `${table} has ${count(rows, 'code')}: add --yes to remove all of them`,
        );
      }
      await store.drop();
      return { rows, where: connection.where };
    } finally {
      await connection.close();
    }
  });
  process.stdout.write(
    `Removed ${printable(table)} of ${printable(where)} with ${count(rows, 'code')}\n`,
  );
}
