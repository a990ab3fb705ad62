import { Command, Option } from 'commander';
import { asGroup } from '../group.ts';
import { jsonOption } from '../options/common.ts';
import { name, postgresUrl } from '../options/sql.ts';
import { path, whole } from '../options/values.ts';

/** `hashplane sql cluster`: codes on several servers. */
export function clusterCommand(): Command {
  const command = new Command('cluster')
    .summary('keep codes on several PostgreSQL servers behind one')
    .description(
      'Codes on several PostgreSQL servers behind one, the front, which has the extension plproxy: it ' +
        'passes each search to all partitions and each row to the one of its id. A partition is a schema ' +
        'of a server, which may have several.',
    )
    .addCommand(initCommand())
    .addCommand(moveCommand())
    .addCommand(statusCommand())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql cluster init --front postgres://me@a/app --bits 64 \\\n' +
        '      --partition postgres://me@b/app --partition postgres://me@c/app\n' +
        '  $ hashplane help sql cluster move\n',
    );
  return asGroup(command, 'sql cluster');
}

function initCommand(): Command {
  return withFront('init')
    .summary('make a cluster: tables and functions on all servers')
    .description(
      'Makes the partitions, numbered from 0, and the functions on the front. Searches and rows go to the ' +
        'front from then on, by SqlCluster or by SQL: hashplane.codes_nearest(code, k), .codes_within, ' +
        '.codes_add, .codes_remove.',
    )
    .addOption(
      new Option(
        '--partition <url>',
        'a server, as often as it has partitions: 1, 2, 4, 8, ... in all',
      )
        .argParser((url: string, before: string[] = []) => [...before, postgresUrl(url)])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--bits <b>', 'length of the codes').argParser(whole(1, 4096)))
    .addOption(
      new Option('--hasher <file>', 'a saved hasher, which all partitions keep').argParser(path),
    )
    .addOption(
      new Option('--id <type>', 'what ids are').choices(['bigint', 'text']).default('bigint'),
    )
    .addOption(
      new Option('--expected <n>', 'codes in all to plan the indexes for').argParser(whole(1)),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql cluster init --front postgres://me@a/app --table photos \\\n' +
        '      --hasher model.safetensors --expected 50000000 \\\n' +
        '      --partition postgres://me@a/app --partition postgres://me@b/app\n',
    )
    .action(async (options) => {
      const { runClusterInit } = await import('../sql/cluster/init.ts');
      await runClusterInit(options);
    });
}

function moveCommand(): Command {
  return withFront('move')
    .summary('move a partition to another server, while it is used')
    .description(
      'Copies the partition by logical replication, which needs wal_level = logical where it is and a ' +
        'superuser where it goes, lets writes wait for the last rows, changes the map and removes the old ' +
        'rows. A move that failed may be done again.',
    )
    .addOption(
      new Option('--number <n>', 'the partition, as `status` shows it')
        .argParser(whole(0))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--to <url>', 'the server to move it to')
        .argParser(postgresUrl)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane sql cluster move --front postgres://me@a/app --number 3 \\\n' +
        '      --to postgres://me@new/app\n',
    )
    .action(async (options) => {
      const { runClusterMove } = await import('../sql/cluster/move.ts');
      await runClusterMove(options);
    });
}

function statusCommand(): Command {
  return withFront('status')
    .summary('where the partitions are and what they hold')
    .description(
      'The server, rows and bytes of each partition; which one gives no answer, if one does not.',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ hashplane sql cluster status --front postgres://me@a/app\n',
    )
    .action(async (options) => {
      const { runClusterStatus } = await import('../sql/cluster/status.ts');
      await runClusterStatus(options);
    });
}

function withFront(called: string): Command {
  return new Command(called)
    .addOption(
      new Option('--front <url>', 'the server that callers use: postgres://user@host/database')
        .argParser(postgresUrl)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--table <name>', 'name of the cluster').argParser(name).default('codes'),
    );
}
