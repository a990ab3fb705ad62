import type { StoreArguments } from '../options/sql.ts';
import { printResult } from '../output/print-result.ts';
import { runWork } from '../work.ts';
import { checkPlace, connect } from './connect.ts';
import { openStore } from './place.ts';
import { statsText } from './text.ts';

export async function runStats(options: StoreArguments & { readonly json?: boolean }) {
  checkPlace(options);
  const { table } = options;
  const { where, stats } = await runWork(async ({ progress }) => {
    progress.update(`counting the rows of ${table}`, 0);
    const connection = await connect(options, false);
    try {
      const store = await openStore(connection.driver, options);
      return { where: connection.where, stats: await store.stats() };
    } finally {
      await connection.close();
    }
  });
  printResult(options.json, { table, ...stats }, (paint) => statsText(table, where, stats, paint));
}
