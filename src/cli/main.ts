import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from './bundled-dataset.ts';
import { tutorialCommand } from './commands/tutorial.ts';
import { explain } from './errors.ts';

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

function program(): Command {
  return new Command('hashplane')
    .description('Hyperplane hashing for similarity search: random (LSH) and learned (GRH) codes.')
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showHelpAfterError(false)
    .addCommand(inherit(tutorialCommand()))
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane tutorial              compare LSH and GRH on bundled images\n' +
        '  $ hashplane help tutorial         all options of a command\n',
    );
}

/** Commander copies these settings only to commands that it makes itself. */
function inherit(command: Command): Command {
  return command.exitOverride().configureOutput({ outputError: () => {} });
}

async function main(): Promise<void> {
  // A reader that has seen enough (`| head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const command = program();
    if (process.argv.length <= 2) command.outputHelp();
    else await command.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Prints one line for a fault and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // --help and --version end here too, with nothing left to say.
    if (error.exitCode === 0) return 0;
    const line = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    process.stderr.write(`hashplane: ${line}\n`);
    return 2;
  }
  const { line, exitCode } = explain(error);
  process.stderr.write(`hashplane: ${line}\n`);
  if (process.env.HASHPLANE_DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
  return exitCode;
}

await main();
