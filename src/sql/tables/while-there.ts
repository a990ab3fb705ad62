import { InvalidArgumentError, SqlError } from '../../core/errors.ts';

/** PostgreSQL's state where a table is not there. */
const NO_TABLE = '42P01';

/** A hasher's number, and the name of its code table. */
interface Codes {
  readonly id: number;
  readonly codes: string;
}

/** Runs what needs a hasher's codes. @throws InvalidArgumentError if they are not there any more. */
export async function whileThere<T>(hasher: Codes, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isGone =
      error instanceof SqlError && error.state === NO_TABLE && error.message.includes(hasher.codes);
    throw isGone ? goneHasher(hasher) : error;
  }
}

/** The error of a hasher that was removed while a store was open. */
export function goneHasher({ id }: Pick<Codes, 'id'>): InvalidArgumentError {
  return new InvalidArgumentError(
    `the codes of hasher ${id} are gone, pruned or dropped since the store was opened: open it again`,
  );
}
