import type { Command } from 'commander';
import { UsageError } from './errors.ts';

/** Makes a command of commands print its help without one of them, and refuse one that it does not have. */
export function asGroup(command: Command, called: string): Command {
  return command.allowExcessArguments().action((_, { args: [given] }: Command) => {
    if (given === undefined) command.outputHelp();
    else throw new UsageError(`unknown command '${called} ${given}': see hashplane help ${called}`);
  });
}
