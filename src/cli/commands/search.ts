import { Command, Option } from 'commander';
import { arrayOption, backendOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { allOrWhole, path, whole } from '../options/values.ts';

/** `hashplane search`; what it does is loaded when it is called. */
export function searchCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('search')
    .summary('find the nearest vectors in an index')
    .description(
      'Finds for each query the nearest vectors of an index. Codes choose candidates, by one of ' +
        '--candidates, --radius and --probes; they are ranked by the metric of the index.',
    )
    .argument('<index>', 'a file written by `hashplane index`')
    .addOption(
      option('--queries <data>', 'vectors, of any format that `hashplane info` knows')
        .argParser(path)
        .makeOptionMandatory(),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(option('--k <n>', 'neighbours of each query').argParser(whole(1)).default(10))
    .addOption(
      option(
        '--candidates <c>',
        'rank so many vectors with the nearest codes, or all (default: 10 k, at least 200)',
      ).argParser(allOrWhole(1)),
    )
    .addOption(
      option('--radius <r>', 'rank the vectors with codes within this radius').argParser(
        whole(0, 4096),
      ),
    )
    .addOption(
      option('--probes <p>', 'rank the vectors in the so many likeliest buckets').argParser(
        whole(1),
      ),
    )
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane search vectors.index --queries queries.npy\n' +
        '  $ hashplane search vectors.index --queries q.npy --k 5 --candidates all\n' +
        '  $ hashplane search vectors.index --queries q.csv --probes 100 --json\n',
    )
    .action(async (file: string, options) => {
      const { runSearchCommand } = await import('../search/run.ts');
      await runSearchCommand(file, options);
    });
}
