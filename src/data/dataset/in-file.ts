import {
  BackendError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
} from '../../core/errors.ts';

/** Runs `read`, and puts the name of the file before the messages of its errors. */
export async function inFile<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof HashplaneError)) throw cause;
    if (cause instanceof FormatError) {
      const reason = cause.message.replace(/ \(at byte \d+\)$/, '');
      throw new FormatError(`${name}: ${reason}`, cause.offset, { cause });
    }
    // What reads the format can't be loaded here, whatever is in the file.
    if (cause instanceof BackendError) {
      throw new BackendError(`${name}: ${cause.message}`, { cause });
    }
    throw new InvalidArgumentError(`${name}: ${cause.message}`, { cause });
  }
}
