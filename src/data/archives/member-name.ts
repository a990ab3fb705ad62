import { FormatError } from '../../core/errors.ts';

/**
 * Throws FormatError unless the name of an archive's member is a plain relative path. Nothing is
 * unpacked to disk here; but names reach messages, reports and perhaps other programs.
 *
 * @param at - where in the archive the name is.
 */
export function checkMemberName(name: string, at: number): void {
  const isPlain =
    name !== '' &&
    !/[\p{Cc}\\]/u.test(name) &&
    !/^([a-z]:|\/)/i.test(name) &&
    !name.split('/').includes('..');
  if (!isPlain) {
    throw new FormatError(
      `the member ${JSON.stringify(name)} is named by no plain relative path`,
      at,
    );
  }
}
