import { checkKernels, checkMethod, checkObject, show } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';

/** The name of every option: one that is missing here, or is none, is an error of types. */
export type OptionNames<T> = { readonly [K in keyof T]-?: 1 };

/**
 * Throws unless `options` is an object that has no other options than those named. Of those that
 * mean the same everywhere the kind is checked too: `kernels`, `signal`, and functions (`onProgress`).
 *
 * @param what - whose options they are, for the message.
 */
export function checkOptions<T extends object>(
  what: string,
  options: T,
  names: OptionNames<NoInfer<T>>,
): void {
  checkObject(`the options of ${what}`, options);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(names, name)) {
      throw new InvalidArgumentError(
        `${what} has no option ${show(name)}: ${advice(name, Object.keys(names))}`,
      );
    }
    if (value === undefined || value === null) continue;
    if (/^on[A-Z]/.test(name)) checkMethod(name, value, 'call', 'a function');
    if (name === 'signal') checkMethod(name, value, 'throwIfAborted', 'an AbortSignal');
  }
  if ('kernels' in names) checkKernels((options as { kernels?: unknown }).kernels);
}

/** The name that was meant, or all that there are. */
function advice(given: string, names: readonly string[]): string {
  for (const edits of [1, 2]) {
    // One letter in three may be wrong: of short names almost any two are as near as that.
    const meant = names.find(
      (name) => name.length >= 3 * edits && isNear(letters(given), letters(name), edits),
    );
    if (meant) return `did you mean ${meant}?`;
  }
  return `there are ${names.join(', ')}`;
}

/** `keep_vectors` and `keepvectors` are one name. */
function letters(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

/** Whether putting in, leaving out or changing so many letters makes one text of the other. */
function isNear(a: string, b: string, edits: number): boolean {
  if (a === b) return true;
  if (edits === 0) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at + 1), b.slice(at + 1)];
  return (
    isNear(restA, restB, edits - 1) ||
    isNear(restA, b.slice(at), edits - 1) ||
    isNear(a.slice(at), restB, edits - 1)
  );
}
