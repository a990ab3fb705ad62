import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { withGuess } from '../../../src/cli/guess.ts';

const folder = join(import.meta.dirname, '../../../src/cli/commands');
const commands = await Promise.all(
  readdirSync(folder).map(async (file) => {
    const [make] = Object.values(await import(join(folder, file))) as (() => Command)[];
    return make!();
  }),
);
const options = commands.flatMap((command) =>
  command.options.map(({ long }) => ({ command, long: long as string })),
);

/** What is said of an unknown option of the command, as the program has it set up. */
function complaint(command: Command, written: string): string {
  new Command('hashplane').addCommand(command);
  command.exitOverride((error: CommanderError) => {
    throw withGuess(error, command);
  });
  command.configureOutput({ outputError: () => {} });
  try {
    command.parse([written], { from: 'user' });
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a misspelt option is taken for the one that was meant', () => {
  const known = new Set(options.map(({ command, long }) => `${command.name()} ${long}`));

  test.each(options)('$command.name $long without its last letter', ({ command, long }) => {
    const written = long.slice(0, -1);
    // --k, and what is an option of its own, can't be told.
    if (written === '--' || known.has(`${command.name()} ${written}`)) return;
    expect(complaint(command, written)).toMatch(new RegExp(`Did you mean .*${long}`));
  });

  test.each(['--query', '--querys', '--quer', '--q'])('search %s', (written) => {
    const search = commands.find((command) => command.name() === 'search')!;
    expect(complaint(search, written)).toContain('(Did you mean --queries?)');
  });
});

test('an option that is like none is answered with where to look', () => {
  const info = commands.find((command) => command.name() === 'info')!;
  expect(complaint(info, '--zzzzzz')).toContain(
    "unknown option '--zzzzzz': see hashplane help info",
  );
});
