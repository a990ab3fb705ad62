import { Command, Option } from 'commander';
import {
  arrayOption,
  backendOption,
  bitsOption,
  jsonOption,
  labelColumnOption,
  labelsOption,
  seedOption,
  threadsOption,
} from '../options/common.ts';
import { alphaOption, costOption, iterationsOption, learnerOption } from '../options/grh.ts';
import { outFileOption } from '../options/out.ts';
import { missingOption, noHeaderOption, noLabelsOption } from '../options/table.ts';
import { positive } from '../options/values.ts';
import { METHOD_NAMES } from '../train/names.ts';

/** `hashplane train`; what it does is loaded when it is called. */
export function trainCommand(): Command {
  return withMethodOptions(new Command('train'))
    .summary('make a hasher from vectors, and save it')
    .description(
      'Makes a hasher and saves it as a safetensors file, with which `hashplane encode --model` ' +
        'turns any vectors of the same dimensions into codes, as Python can too. lsh draws random ' +
        'hyperplanes and learns the mean of the rows alone, batch by batch; rotation does so too, with ' +
        'the rows of a random rotation, which hash more quickly and better. grh learns hyperplanes ' +
        'from class labels (graph regularised hashing), itq-cca too (iterative quantisation); pca, ' +
        'itq and sklsh (shift-invariant kernel LSH) from the vectors alone.',
    )
    .argument('<data>', 'vectors, with labels if need be: .npy, .mat, IDX, CSV, Parquet ...')
    .addOption(labelsOption('labels of the vectors, of any of these formats'))
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(noLabelsOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(threadsOption('worker threads that fit hyperplanes'))
    .addOption(backendOption())
    .addOption(
      outFileOption('where the hasher goes: .safetensors', {
        what: 'a safetensors file',
        example: 'model.safetensors',
      }),
    )
    .addOption(jsonOption())
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
    .addOption(bitsOption('length of the codes'))
    .addOption(seedOption('seed of the hyperplanes'))
    .option('--no-normalise', "don't divide rows by their L2 norm")
    .option('--no-centre', "don't subtract the mean of all rows")
    .addOption(iterationsOption('iterations of grh'))
    .addOption(alphaOption("weight of the neighbours' bits in grh"))
    .addOption(costOption('C of the SVMs of grh'))
    .addOption(learnerOption('how the SVMs of grh are fitted'))
    .addOption(
      new Option(
        '--tune [seconds]',
        'choose alpha, iterations and C of grh by validation, in so many seconds at most',
      ).argParser(positive(0.01, 1e6)),
    );
}
