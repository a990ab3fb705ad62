#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { FileError } from '../core/errors.ts';
import { packageRoot } from '../node/package-root.ts';
import { describeSystemError } from '../node/system-error.ts';
import { addCommand, upsertCommand } from './commands/add.ts';
import { benchCommand } from './commands/bench.ts';
import { bucketsCommand } from './commands/buckets.ts';
import { dataCommand } from './commands/data.ts';
import { describeCommand } from './commands/describe.ts';
import { encodeCommand } from './commands/encode.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { indexCommand } from './commands/index.ts';
import { infoCommand } from './commands/info.ts';
import { removeCommand } from './commands/remove.ts';
import { searchCommand } from './commands/search.ts';
import { sqlCommand } from './commands/sql.ts';
import { streamCommand } from './commands/stream.ts';
import { trainCommand } from './commands/train.ts';
import { tuneCommand } from './commands/tune.ts';
import { tutorialCommand } from './commands/tutorial.ts';
import { explain, InterruptedError, UsageError } from './errors.ts';
import { withGuess } from './guess.ts';
import { missingOption } from './options/out.ts';

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

function program(): Command {
  return inherit(new Command('hashplane'))
    .description('Hyperplane hashing for similarity search: random (LSH) and learned (GRH) codes.')
    .version(version())
    .showHelpAfterError(false)
    .hook('preAction', checkRequired)
    .commandsGroup('An index:')
    .addCommand(inherit(indexCommand()))
    .addCommand(inherit(searchCommand()))
    .addCommand(inherit(addCommand()))
    .addCommand(inherit(upsertCommand()))
    .addCommand(inherit(removeCommand()))
    .addCommand(inherit(tuneCommand()))
    .addCommand(inherit(bucketsCommand()))
    .addCommand(inherit(infoCommand()))
    .commandsGroup('Codes and learning:')
    .addCommand(inherit(trainCommand()))
    .addCommand(inherit(describeCommand()))
    .addCommand(inherit(encodeCommand()))
    .addCommand(inherit(sqlCommand()))
    .commandsGroup('How it works:')
    .addCommand(inherit(explainCommand()))
    .addCommand(inherit(tutorialCommand()))
    .commandsGroup('Measuring:')
    .addCommand(inherit(evaluateCommand()))
    .addCommand(inherit(streamCommand()))
    .addCommand(inherit(benchCommand()))
    .commandsGroup('Data sets:')
    .addCommand(inherit(dataCommand()))
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane tutorial              compare LSH and GRH on bundled images\n' +
        '  $ hashplane explain               how hashing works, step by step\n' +
        '  $ hashplane train x.npy --labels y.npy --method grh --out model.safetensors\n' +
        '  $ hashplane encode x.npy --bits 64 --out codes.npy\n' +
        '  $ hashplane index x.npy --out x.index\n' +
        '  $ hashplane search x.index --queries q.npy\n' +
        '  $ hashplane index photos --out photos.index  a folder of pictures\n' +
        '  $ hashplane tune x.index          what a recall takes\n' +
        '  $ hashplane add x.index more.npy  add to an index, or upsert, or remove\n' +
        '  $ hashplane sql load codes.npy --pglite db  codes in PostgreSQL\n' +
        '  $ hashplane info vectors.parquet  what is in a file\n' +
        '  $ hashplane data get cifar10      download a data set\n' +
        '  $ hashplane evaluate              compare methods over partitions\n' +
        '  $ hashplane stream                compare learners of a stream\n' +
        '  $ hashplane bench                 measure the backends on this machine\n' +
        '  $ hashplane help tutorial         all options of a command\n',
    );
}

/** The command and those below it: faults are thrown, and reported at one place. */
function inherit(command: Command): Command {
  for (const child of command.commands) inherit(child);
  return command
    .exitOverride((error) => {
      throw withGuess(error, command);
    })
    .configureOutput({ outputError: () => {} });
}

/** Before a command runs; the first of both is the program itself. */
function checkRequired(_: Command, command: Command): void {
  const missing = missingOption(command.options, (name) => command.getOptionValue(name));
  if (missing) throw new UsageError(`required option '${missing}' not specified`);
}

async function main(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endOfOutput);
  // Nobody is left to be told.
  process.stderr.on('error', () => {});
  try {
    const command = program();
    if (args.length === 0) command.outputHelp();
    else await command.parseAsync(unknownCommand(command, args) ?? args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
    // Node's own exit would wait for what is stuck.
    if (error instanceof InterruptedError && error.isStuck) process.kill(process.pid, error.signal);
  }
}

/**
 * The unknown command that help is asked about, alone: commander would answer with the general
 * help, but by itself it refuses the name and suggests another.
 */
function unknownCommand({ commands }: Command, args: readonly string[]): string[] | undefined {
  const name = args[0] === 'help' ? args[1] : args[0];
  const isKnown = name === 'help' || commands.some((command) => command.name() === name);
  return name === undefined || name.startsWith('-') || isKnown ? undefined : [name];
}

/** A reader that has seen enough (`| head`) is no fault; a full disk is. */
function endOfOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  const reason = describeSystemError(error);
  process.exit(report(new FileError(`can't write the output: ${reason}`, { cause: error })));
}

/** Prints one line for a fault and returns the exit code. */
function report(error: unknown): number {
  const { line, exitCode } = explain(error);
  if (exitCode === 0) return 0;
  process.stderr.write(`hashplane: ${line}\n`);
  if (process.env.HASHPLANE_DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
  return exitCode;
}

await main(process.argv.slice(2));
