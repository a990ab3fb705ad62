import { InvalidArgumentError } from '../../../core/errors.ts';
import type { HasherDescription } from '../../../models/hasher-description.ts';
import type { Appender } from './appender.ts';
import { streamAppender } from './stream.ts';

/** All that can go on with a model, the first that knows it does. */
export const APPENDERS: readonly Appender[] = [streamAppender];

/**
 * What goes on with a model that says this of itself.
 *
 * @throws InvalidArgumentError where nothing does, with what to do instead.
 */
export function appenderFor(
  file: string,
  description: HasherDescription,
  appenders: readonly Appender[] = APPENDERS,
): Appender {
  const found = appenders.find((appender) => appender.goesOnWith(description));
  if (found) return found;
  const others = appenders.map(({ method }) => method).join(' or ');
  const instead = others === '' ? '' : `, or with --method ${others}`;
  throw new InvalidArgumentError(
    `${file}: a hasher of the method ${description.method} was trained in one go and cannot go on: ` +
      `train anew with all labels${instead}`,
  );
}
