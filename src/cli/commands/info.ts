import { Command } from 'commander';
import { arrayOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';

/** `hashplane info`; what it does is loaded when it is called. */
export function infoCommand(): Command {
  return new Command('info')
    .summary('say what is inside a file')
    .description(
      'Names the format of a file, found by content, and its arrays: shape, type, least, greatest ' +
        'and mean value. Formats: MATLAB v4, v5 and v7.3, .npy, .npz, safetensors, IDX, CIFAR-10, ' +
        'fvecs, bvecs, ivecs, CSV and other tables, JSON, word vectors, svmlight, Parquet, each ' +
        'perhaps gzipped; models and indexes.',
    )
    .argument('<file>', 'the file, or the folder of CIFAR-10')
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane info vectors.npz\n' +
        '  $ hashplane info table.csv --label-column species --json\n',
    )
    .action(async (file: string, options) => {
      const { runInfoCommand } = await import('../info/run.ts');
      await runInfoCommand(file, options);
    });
}
