import { Command, Option } from 'commander';
import { arrayOption, backendOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { recallOption } from '../options/recall.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { path, whole } from '../options/values.ts';

/** `hashplane tune`; what it does is loaded when it is called. */
export function tuneCommand(): Command {
  return new Command('tune')
    .summary('what bits and candidates an index needs for a recall')
    .description(
      'Indexes the vectors of an index by codes of 1, 2 and 4 bits a dimension, with and without ' +
        'ranking candidates by the vectors, and prints for each the candidates, the recall as ' +
        'measured against exact search, the time of a query and the memory. Writes nothing.',
    )
    .argument('<index>', 'a file written by `hashplane index`, with vectors')
    .addOption(
      new Option(
        '--queries <data>',
        'vectors to search for, of any format that `hashplane info` knows (default: 100 vectors of the index)',
      ).argParser(path),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(new Option('--k <n>', 'neighbours of each query').argParser(whole(1)).default(10))
    .addOption(recallOption('recall to aim at (default: that of the index)'))
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane tune vectors.index\n' +
        '  $ hashplane tune vectors.index --queries queries.npy --k 20 --recall 0.99\n' +
        '  $ hashplane tune vectors.index --json\n',
    )
    .action(async (file: string, options) => {
      const { runTuneCommand } = await import('../tune/run.ts');
      await runTuneCommand(file, options);
    });
}
