import { Command, Option } from 'commander';
import { METRICS } from '../../kernels/api.ts';
import { CODE_FORMS } from '../../search/hash-index/types.ts';
import {
  arrayOption,
  backendOption,
  jsonOption,
  labelColumnOption,
  labelsOption,
  SEED_LIMIT,
  seedOption,
} from '../options/common.ts';
import { entryOptions } from '../options/entries.ts';
import { outFileOption } from '../options/out.ts';
import { descriptorOptions, pictureThreadsOption } from '../options/pictures.ts';
import { recallOption } from '../options/recall.ts';
import { missingOption, noHeaderOption, noLabelsOption } from '../options/table.ts';
import { bitsPerDimension, whole } from '../options/values.ts';

/** Each has a seed of its own. */
const MOST_TABLES = 128;

/** `hashplane index`; what it does is loaded when it is called. */
export function indexCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  const command = new Command('index')
    .summary('make a file in which to search for near vectors')
    .description(
      'Hashes the vectors of a file and writes an index of them: ' +
        'codes, what makes them, a copy of the vectors, and what their rows have beside them (documents). Codes estimate distances after a random ' +
        'rotation, unless hyperplanes are asked for; learned ones (grh) need labels. A folder, list or ' +
        'archive of JPEG and PNG is described first, as `hashplane describe` does; ids are paths.',
    )
    .argument('<data>', 'vectors of any format that `hashplane info` knows, or pictures')
    .addOption(
      outFileOption('where the index goes', { what: 'an index', example: 'vectors.index' }),
    )
    .addOption(labelsOption('labels, where the data has none; folders: classes of pictures'))
    .addOption(
      option(
        '--class-names <names>',
        'fashion-mnist, cifar-10, or the names of classes 0, 1, ... by commas',
      ),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(noLabelsOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(
      option(
        '--method <name>',
        'rotation: random rotations; lsh: Gaussian hyperplanes; grh: learned ones',
      )
        .choices(['rotation', 'lsh', 'grh'])
        .default('rotation'),
    )
    .addOption(
      option('--model <file>', 'hashes by a model that `hashplane train` saved instead').conflicts([
        'method',
        'bits',
        'tables',
        'train',
        'seed',
      ]),
    )
    .addOption(
      option(
        '--codes <form>',
        'estimated: codes from which distances are estimated; hamming: codes with tables of buckets ' +
          '(default: estimated, but hamming for lsh, grh, several tables and fewer than 32 bits)',
      ).choices([...CODE_FORMS]),
    )
    .addOption(
      option(
        '--bits-per-dimension <b>',
        'of estimated codes: 1, 2 or 4 (default: as suits the vectors)',
      ).argParser(bitsPerDimension),
    )
    .addOption(
      option(
        '--bits <b>',
        'length of the codes (default: all dimensions; of hamming codes 256 for rotation, else 64)',
      ).argParser(whole(1, 4096)),
    )
    .addOption(
      option('--tables <t>', 'hash tables, of different seeds')
        .argParser(whole(1, MOST_TABLES))
        .default(1),
    )
    .addOption(
      option('--metric <name>', 'by which results are ranked')
        .choices([...METRICS])
        .default('cosine'),
    )
    .addOption(
      option('--keep <form>', 'copy of the vectors to rank by; without one, by their codes')
        .choices(['float32', 'int8', 'none'])
        .default('float32'),
    )
    .addOption(recallOption('what searches aim at (default: 0.95)'))
    .addOption(
      option('--train <n>', 'most rows that learned hyperplanes see')
        .argParser(whole(2))
        .default(2000),
    )
    .addOption(seedOption('seed of the hyperplanes', SEED_LIMIT - MOST_TABLES))
    .addOption(backendOption())
    .addOption(jsonOption());
  for (const own of entryOptions('row numbers')) command.addOption(own);
  for (const own of descriptorOptions()) command.addOption(own);
  command.addOption(pictureThreadsOption());
  return command
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane index vectors.npy --out vectors.index\n' +
        '  $ hashplane index photos --out photos.index\n' +
        '  $ hashplane index docs.jsonl --id-column id --out docs.index\n' +
        '  $ hashplane index x.npy --bits-per-dimension 4 --keep none --out small.index\n' +
        '  $ hashplane index x.npy --labels y.npy --method grh --bits 32 --out x.index\n' +
        '  $ hashplane index x.npy --model model.safetensors --out x.index\n' +
        '  $ hashplane index x.npy --codes hamming --bits 256 --keep int8 --out h.index\n',
    )
    .action(async (file: string, options) => {
      const { runIndexCommand } = await import('../index/run.ts');
      await runIndexCommand(file, options);
    });
}
