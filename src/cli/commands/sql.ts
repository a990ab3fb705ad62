import { Command, Option } from 'commander';
import { asGroup } from '../group.ts';
import { bitOrderOption } from '../options/codes.ts';
import { arrayOption, backendOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { idsOption } from '../options/entries.ts';
import { columnTypes, jsonList, name, postgresUrl, storeOptions } from '../options/sql.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { path, whole } from '../options/values.ts';
import { clusterCommand } from './sql-cluster.ts';

/** `hashplane sql`; what its commands do is loaded when they are called. */
export function sqlCommand(): Command {
  const command = new Command('sql')
    .summary('keep codes in PostgreSQL, embedded or a server')
    .description(
      'Codes in a database, searched exactly there: PostgreSQL as WebAssembly in a folder (PGlite), or a ' +
        'server. Its driver is a package of your project: npm install @electric-sql/pglite, or pg.',
    )
    .addCommand(loadCommand())
    .addCommand(searchCommand())
    .addCommand(statsCommand())
    .addCommand(moveCommand())
    .addCommand(dropCommand())
    .addCommand(clusterCommand())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql load codes.npy --pglite photos-db\n' +
        '  $ hashplane sql search --queries q.npy --pglite photos-db --k 5\n' +
        '  $ hashplane sql load --help        all options of one of them\n',
    );
  return asGroup(command, 'sql');
}

function loadCommand(): Command {
  return withStore('load')
    .summary('load codes, or vectors with a hasher, into a store')
    .description(
      'Loads packed codes that `hashplane encode` wrote, or vectors, which the hasher of --hasher encodes; ' +
        'the store is made if it is not there, and keeps the hasher. Rows take the place of those with the ' +
        'same ids: a load that failed may be done again. What is written stays when it is stopped.',
    )
    .argument('<file>', 'codes, or vectors with --hasher or a store that has one')
    .addOption(
      new Option('--hasher <file>', 'a saved hasher: the file has vectors').argParser(path),
    )
    .addOption(new Option('--codes', 'the file has codes, though the store has a hasher'))
    .addOption(
      new Option('--bits <b>', 'length of the codes (default: all bits of their bytes)').argParser(
        whole(1, 4096),
      ),
    )
    .addOption(bitOrderOption())
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(idsOption('ids: lines of text, or a list (default: row numbers)'))
    .addOption(new Option('--id-column <name>', 'column or key of the ids, instead of --ids'))
    .addOption(
      new Option(
        '--columns <list>',
        'columns or keys of the file to keep for --filter, with their types: year:int4,title:text',
      ).argParser(columnTypes),
    )
    .addOption(
      new Option(
        '--keep-vectors <type>',
        'keep the vectors too: float4[], or the vector or halfvec of pgvector',
      ).choices(['float4[]', 'vector', 'halfvec']),
    )
    .addOption(
      new Option('--expected <n>', 'codes to plan the indexes of a new store for').argParser(
        whole(1),
      ),
    )
    .addOption(
      new Option('--skip <n>', 'leave out so many rows, which are there')
        .argParser(whole(0))
        .default(0),
    )
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql load codes.npy --pglite photos-db\n' +
        '  $ hashplane sql load x.npy --hasher model.safetensors --pglite photos-db\n' +
        '  $ hashplane sql load x.npy --hasher m.safetensors --ids ids.txt \\\n' +
        '      --url postgres://me@localhost/app --table photos\n' +
        '  $ hashplane sql load docs.jsonl --hasher m.safetensors --id-column id \\\n' +
        '      --columns year:int4,title:text --pglite docs-db\n',
    )
    .action(async (file: string, options) => {
      const { runLoad } = await import('../sql/load.ts');
      await runLoad(file, options);
    });
}

function searchCommand(): Command {
  return withStore('search')
    .summary('find the nearest codes in a store, exactly')
    .description(
      'Finds for each query the k nearest codes, or all within a radius, by Hamming distance, exactly.',
    )
    .addOption(
      new Option('--queries <file>', 'vectors if the store has a hasher, else codes').argParser(
        path,
      ),
    )
    .addOption(new Option('--codes', 'the queries are codes, though the store has a hasher'))
    .addOption(new Option('--k <n>', 'neighbours of each query (default: 10)').argParser(whole(1)))
    .addOption(
      new Option('--radius <r>', 'all codes within this distance').argParser(whole(0, 4096)),
    )
    .addOption(new Option('--filter <sql>', 'a condition in SQL on the columns, with $1, $2 ...'))
    .addOption(
      new Option('--parameters <json>', 'what $1, $2 ... of --filter are: a list').argParser(
        jsonList,
      ),
    )
    .addOption(
      new Option('--strategy <name>', 'how it is searched')
        .choices(['auto', 'scan', 'multi-index', 'hnsw'])
        .default('auto'),
    )
    .addOption(
      new Option('--rerank <c>', 'rank so many candidates by the vectors that are kept').argParser(
        whole(1),
      ),
    )
    .addOption(new Option('--explain', 'tell how the first query would be done, and why'))
    .addOption(bitOrderOption())
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql search --queries q.npy --pglite photos-db\n' +
        '  $ hashplane sql search --queries q.npy --radius 3 --pglite photos-db --json\n' +
        "  $ hashplane sql search --queries q.npy --pglite docs-db \\\n      --filter 'year > $1' --parameters '[2020]'\n",
    )
    .action(async (options) => {
      const { runSqlSearch } = await import('../sql/search.ts');
      await runSqlSearch(options);
    });
}

function statsCommand(): Command {
  return withStore('stats')
    .summary('what a store holds')
    .description('Rows, bytes on disk, and the hashers of a store.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  $ hashplane sql stats --pglite photos-db\n')
    .action(async (options) => {
      const { runStats } = await import('../sql/stats.ts');
      await runStats(options);
    });
}

function moveCommand(): Command {
  return withStore('move')
    .summary('copy a store from one database to another')
    .description(
      'Copies the codes, the active hasher, columns and vectors to another database, or table, and ' +
        'compares the numbers of rows. The old store stays until `hashplane sql drop`.',
    )
    .addOption(new Option('--to-url <url>', 'the server to copy to').argParser(postgresUrl))
    .addOption(new Option('--to-pglite <folder>', 'the folder to copy to').argParser(path))
    .addOption(
      new Option('--to-table <name>', 'its name there (default: the same)').argParser(name),
    )
    .addOption(new Option('--to-schema <name>', 'its schema there').argParser(name))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql move --pglite photos-db \\\n' +
        '      --to-url postgres://me@localhost/app\n',
    )
    .action(async (options) => {
      const { runMove } = await import('../sql/move.ts');
      await runMove(options);
    });
}

function dropCommand(): Command {
  return withStore('drop')
    .summary('remove a store with all its codes')
    .description('Removes the tables of a store and its hashers; other stores stay.')
    .addOption(new Option('--yes', 'do it'))
    .addHelpText('after', '\nExamples:\n  $ hashplane sql drop --pglite photos-db --yes\n')
    .action(async (options) => {
      const { runDrop } = await import('../sql/drop.ts');
      await runDrop(options);
    });
}

/** A command on a store. */
function withStore(called: string): Command {
  const command = new Command(called);
  for (const option of storeOptions()) command.addOption(option);
  return command;
}
