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
import { descriptorOptions } from '../options/pictures.ts';
import { missingOption, noHeaderOption, noLabelsOption } from '../options/table.ts';
import { path, positive } from '../options/values.ts';
import { METHOD_NAMES } from '../train/names.ts';

/** `hashplane train`; what it does is loaded when it is called. */
export function trainCommand(): Command {
  const command = withMethodOptions(new Command('train'))
    .summary('make a hasher from vectors, and save it')
    .description(
      'Makes a hasher and saves it as a safetensors file, with which `hashplane encode --model` ' +
        'turns any vectors of the same dimensions into codes, as Python can too. lsh draws random ' +
        'hyperplanes and learns the mean of the rows alone, batch by batch; rotation does so too, with ' +
        'the rows of a random rotation, which hash more quickly and better. grh learns hyperplanes ' +
        'from class labels (graph regularised hashing), itq-cca too (iterative quantisation); pca, ' +
        'itq and sklsh (shift-invariant kernel LSH) from the vectors alone. grh-stream learns as a ' +
        'stream does, so that --append can go on with its file. The methods after them ' +
        'are those of `hashplane evaluate`, trained by the same code: with SVMs (linear) or kernel ' +
        "features (rbf), from random hyperplanes or ITQ+CCA's bits (cca); mlp, a network, grh-best, " +
        'which adds a kernel ridge to it, and mixed, half of whose bits see no labels, for classes ' +
        'that none names. The last three and grh-stream learn from --unlabelled rows too. Ctrl-C keeps ' +
        'the best so far, where there is any.',
    )
    .argument('<data>', 'vectors, with labels if need be: .npy, .mat, CSV ...; or pictures')
    .addOption(labelsOption('labels of the vectors, of any of these formats; folders: of pictures'))
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(noLabelsOption())
    .addOption(
      new Option(
        '--unlabelled <file>',
        'further vectors, without labels, for methods that learn from them',
      ).argParser(path),
    )
    .addOption(
      new Option(
        '--append <model>',
        'go on with new labels where this model ended, and replace its file, or write --out',
      ).argParser(path),
    )
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(
      threadsOption('worker threads that fit hyperplanes, and networks of methods with several'),
    )
    .addOption(backendOption())
    .addOption(
      outFileOption(
        'where the hasher goes: .safetensors',
        { what: 'a safetensors file', example: 'model.safetensors' },
        'append',
      ),
    )
    .addOption(jsonOption());
  for (const own of descriptorOptions()) command.addOption(own);
  return command
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane train vectors.npy --bits 64 --out model.safetensors\n' +
        '  $ hashplane train vectors.npy --labels classes.npy --method grh --bits 32 \\\n' +
        '      --out model.safetensors\n' +
        '  $ hashplane train some.npy --labels classes.npy --unlabelled others.npy \\\n' +
        '      --method grh-best --bits 32 --out model.safetensors\n' +
        '  $ hashplane train some.npy --labels classes.npy --method grh-rbf-cca \\\n' +
        '      --tune 600 --threads 2 --out model.safetensors\n' +
        '  $ hashplane train photos --labels folders --method grh --out m.safetensors\n' +
        '  $ hashplane train new.npy --labels new-classes.npy --append model.safetensors\n' +
        '  $ hashplane encode more.npy --model model.safetensors --out codes.npy\n',
    )
    .action(async (file: string, options, command: Command) => {
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      if (options.append !== undefined) {
        const { runAppendCommand } = await import('../train/append/run.ts');
        return runAppendCommand(file, options, given);
      }
      const { runTrainCommand } = await import('../train/run.ts');
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
        'choose the settings of grh and of the methods of evaluate by validation on the labels, with ' +
          'nothing more tried after so many seconds (default: no limit)',
      ).argParser(positive(0.01, 1e6)),
    );
}
