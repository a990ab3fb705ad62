import { Command, Option } from 'commander';
import { jsonOption } from '../options/common.ts';
import { whole } from '../options/values.ts';

/** `hashplane buckets`; what it does is loaded when it is called. */
export function bucketsCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('buckets')
    .summary('show which vectors of an index share a bucket')
    .description(
      'Lists the buckets of an index, the fullest first: the code as a number, and the ids in it, ' +
        'with the names of their classes where the index was made from labelled vectors.',
    )
    .argument('<index>', 'a file written by `hashplane index`')
    .addOption(option('--table <t>', 'hash table, from 0').argParser(whole(0)).default(0))
    .addOption(
      option('--min-size <n>', 'least number of ids in a bucket').argParser(whole(1)).default(2),
    )
    .addOption(
      option('--limit <n>', 'most buckets to list (default: 20, or all with --json)').argParser(
        whole(0),
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane buckets vectors.index\n' +
        '  $ hashplane buckets vectors.index --min-size 4 --limit 100\n' +
        '  $ hashplane buckets vectors.index --table 1 --json\n',
    )
    .action(async (file: string, options) => {
      const { runBucketsCommand } = await import('../buckets/run.ts');
      await runBucketsCommand(file, options);
    });
}
