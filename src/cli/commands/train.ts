import { Command, Option } from 'commander';
import { LEARNERS } from '../../evaluation/tutorial/settings.ts';
import { BACKENDS } from '../../kernels/api.ts';
import { arrayOption, labelColumnOption, path, positive, whole, within } from '../options.ts';
import { missingOption, noHeaderOption, noLabelsOption } from '../table-options.ts';
import { METHOD_NAMES } from '../train/names.ts';

const SEED_LIMIT = 2 ** 32 - 1;

/** `hashplane train`; what it does is loaded when it is called. */
export function trainCommand(): Command {
  return withMethodOptions(new Command('train'))
    .summary('make a hasher from vectors, and save it')
    .description(
      'Makes a hasher and saves it as a safetensors file, with which `hashplane encode --model` ' +
        'turns any vectors of the same dimensions into codes, as Python can too. lsh draws random ' +
        'hyperplanes and learns the mean of the rows alone, batch by batch. grh learns hyperplanes ' +
        'from class labels (graph regularised hashing), itq-cca too (iterative quantisation); pca, ' +
        'itq and sklsh (shift-invariant kernel LSH) from the vectors alone.',
    )
    .argument('<data>', 'vectors, with labels if need be: .npy, .mat, IDX, CSV, Parquet ...')
    .addOption(
      new Option('--labels <file>', 'labels of the vectors, of any of these formats').argParser(
        path,
      ),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(noLabelsOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(
      new Option('--threads <n>', 'worker threads that fit hyperplanes')
        .argParser(whole(1, 256))
        .default(1),
    )
    .addOption(
      new Option('--backend <name>', 'compute backend')
        .choices(['auto', ...BACKENDS])
        .default('auto'),
    )
    .addOption(
      new Option('--out <file>', 'where the hasher goes: .safetensors')
        .argParser(path)
        .makeOptionMandatory(),
    )
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane train vectors.npy --bits 64 --out model.safetensors\n' +
        '  $ hashplane train vectors.npy --labels classes.npy --method grh --bits 32 \\\n' +
        '      --out model.safetensors\n' +
        '  $ hashplane encode more.npy --model model.safetensors --out codes.npy\n',
    )
    .action(async (file: string, options, command: Command) => {
      const { runTrainCommand } = await import('../train/run.ts');
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      await runTrainCommand(file, options, given);
    });
}

/** What the methods are made with; which of them listens to what, their files say. */
function withMethodOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--method <name>', 'how hyperplanes are found')
        .choices([...METHOD_NAMES])
        .default('lsh'),
    )
    .addOption(
      new Option('--bits <b>', 'length of the codes').argParser(whole(1, 4096)).default(64),
    )
    .addOption(
      new Option('--seed <n>', 'seed of the hyperplanes')
        .argParser(whole(0, SEED_LIMIT))
        .default(0),
    )
    .option('--no-normalise', "don't divide rows by their L2 norm")
    .option('--no-centre', "don't subtract the mean of all rows")
    .addOption(
      new Option('--iterations <n>', 'iterations of grh').argParser(whole(0, 1000)).default(1),
    )
    .addOption(
      new Option('--alpha <a>', "weight of the neighbours' bits in grh")
        .argParser(within(0, 1))
        .default(1),
    )
    .addOption(
      new Option('--cost <c>', 'C of the SVMs of grh').argParser(positive(1e-20, 1e20)).default(1),
    )
    .addOption(
      new Option('--learner <name>', 'how the SVMs of grh are fitted')
        .choices([...LEARNERS])
        .default('svm-dcd'),
    )
    .addOption(
      new Option(
        '--tune [seconds]',
        'choose alpha, iterations and C of grh by validation, in so many seconds at most',
      ).argParser(positive(0.01, 1e6)),
    );
}
