import { Command, Option } from 'commander';
import { backendOption, jsonOption } from '../options/common.ts';
import { outFileOption } from '../options/out.ts';
import { descriptorOptions, pictureThreadsOption } from '../options/pictures.ts';

/** `hashplane describe`; what it does is loaded when it is called. */
export function describeCommand(): Command {
  const command = new Command('describe')
    .summary('turn pictures into vectors')
    .description(
      'Describes the JPEG and PNG files of a folder and of those below it, of a list of paths, or of an ' +
        'archive (.zip, .tar, .tar.gz): GIST tells what a scene looks like, HOG how edges run, and both ' +
        'together find more. Vectors are written as .npy in the order of the names, which go to a file ' +
        'beside it, OUT.txt, a line each. Pictures that are broken are named and left out. Decoding needs ' +
        'the packages @jsquash/jpeg and @jsquash/png, which npm installs with hashplane unless it is ' +
        "told to omit optional ones. CIFAR-10's binary files are described too. index, search, add, " +
        'train and encode take pictures in the same way.',
    )
    .argument('<pictures>', 'a folder, a list, an archive, or a picture')
    .addOption(outFileOption('where the vectors go', { what: 'an .npy file', example: 'v.npy' }));
  for (const own of descriptorOptions()) command.addOption(own);
  return command
    .addOption(
      new Option(
        '--labels <folders>',
        'folders: the class of each picture is its folder; numbers go to OUT.labels.npy',
      ).choices(['folders']),
    )
    .addOption(pictureThreadsOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane describe photos --out photos.npy\n' +
        '  $ hashplane describe photos --descriptor hog --side 32 --out hog.npy\n' +
        '  $ hashplane describe photos.zip --labels folders --out photos.npy\n' +
        '  $ hashplane describe paths.txt --strict --out photos.npy\n' +
        '  $ hashplane describe cifar-10-binary.tar.gz --descriptor gist --side 32 \\\n' +
        '      --out gist.npy\n',
    )
    .action(async (path: string, options) => {
      const { runDescribeCommand } = await import('../describe/run.ts');
      await runDescribeCommand(path, options);
    });
}
