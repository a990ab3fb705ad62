import { type Command, CommanderError } from 'commander';

/**
 * Commander's complaint of an unknown name, with what was meant: commander guesses by letters that
 * differ, so names of which only the beginning was written are found here; else where to look.
 */
export function withGuess(error: CommanderError, command: Command): CommanderError {
  const { code, message, exitCode } = error;
  const isUnknown = code === 'commander.unknownOption' || code === 'commander.unknownCommand';
  if (!isUnknown || message.includes('Did you mean')) return error;
  const written = /'(--\w[^']*)'/.exec(message)?.[1];
  const begun = namesOf(command).filter((name) => written && name.startsWith(written));
  const hint =
    begun.length === 0
      ? `: see hashplane ${pathOf(command)}`
      : ` (Did you mean ${begun.length > 1 ? 'one of ' : ''}${begun.join(', ')}?)`;
  return new CommanderError(exitCode, code, `${message}${hint}`);
}

function namesOf(command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap(({ long }) => (long ? [long] : []));
}

/** How its help is asked for. */
function pathOf(command: Command): string {
  const { parent } = command;
  if (!parent) return 'help';
  return parent.parent ? `${parent.name()} ${command.name()} --help` : `help ${command.name()}`;
}
