import { Command, Option } from 'commander';
import { BACKENDS } from '../../kernels/api.ts';
import { arrayOption, labelColumnOption, path, whole } from '../options.ts';

/** `hashplane encode`; what it does is loaded when it is called. */
export function encodeCommand(): Command {
  return new Command('encode')
    .summary('turn vectors into packed binary codes')
    .description(
      'Hashes the rows of a file of vectors with random hyperplanes and writes the codes as .npy: one row ' +
        'of packed bytes a vector, bit j at bit j % 8 of byte floor(j / 8). The file is read in ' +
        'batches, twice if rows are centred: memory does not grow with .npy, fvecs, bvecs, CSV, ' +
        'JSON lines and Parquet; files of other formats are read whole.',
    )
    .argument('<file>', 'vectors, rows x dimensions: .npy, fvecs, CSV, JSON lines, Parquet ...')
    .addOption(
      new Option('--model <name>', 'lsh: random hyperplanes').choices(['lsh']).default('lsh'),
    )
    .addOption(
      new Option('--bits <b>', 'length of the codes').argParser(whole(1, 4096)).default(64),
    )
    .addOption(
      new Option('--seed <n>', 'seed of the hyperplanes')
        .argParser(whole(0, 2 ** 32 - 1))
        .default(0),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .option('--no-normalise', "don't divide rows by their L2 norm")
    .option('--no-centre', "don't subtract the mean of all rows")
    .addOption(
      new Option('--backend <name>', 'compute backend')
        .choices(['auto', ...BACKENDS])
        .default('auto'),
    )
    .addOption(
      new Option('--out <file>', 'where the codes go: .npy').argParser(path).makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane encode vectors.npy --bits 64 --out codes.npy\n' +
        '  $ hashplane encode embeddings.jsonl --array embedding --out codes.npy\n' +
        '  $ hashplane encode vectors.npy --model lsh --bits 256 --seed 1 --out codes.npy\n',
    )
    .action(async (file: string, options) => {
      const { runEncodeCommand } = await import('../encode/run.ts');
      await runEncodeCommand(file, options);
    });
}
