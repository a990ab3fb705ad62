import { HashplaneError, SqlError } from '../../core/errors.ts';

/** Runs what a driver does; what it throws becomes an error of one line that says which engine refused. */
export async function saying<T>(engine: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw sqlError(engine, error);
  }
}

/** The error of one line for what a driver threw. */
export function sqlError(engine: string, thrown: unknown): HashplaneError {
  if (thrown instanceof HashplaneError) return thrown;
  const { message, detail, code, errors, name, errno } = Object(thrown) as Record<string, unknown>;
  // A host with several addresses, none of which answers: an error of errors, with no message.
  const first = Array.isArray(errors) ? (errors[0] as Error | undefined)?.message : undefined;
  // PGlite's files fail with a name and a number alone: of its own that a page can't fetch, for instance.
  const ofFile = textOf(name) && `a file can't be read or written (${name} ${errno})`;
  const told = textOf(message) ?? textOf(first) ?? textOf(code) ?? ofFile ?? String(thrown);
  const more = textOf(detail);
  const state = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
  const text = oneLine(more === null ? told : `${told} (${more})`);
  return new SqlError(`${engine}: ${text}`, state, { cause: thrown });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n]+\s*/g, '; ');
}
