import { BackendError } from '../../core/errors.ts';

/** What Node gives without an import: the file may be a part of bundles for browsers. */
interface NodeLike {
  readonly getBuiltinModule?: (name: string) => unknown;
}

/**
 * A compiled module from a package's own file, where the host is Node: packages would fetch it, and Node
 * fetches no files. Undefined on other hosts, whose packages find it themselves.
 */
export async function moduleFile(name: string): Promise<WebAssembly.Module | undefined> {
  const { process } = globalThis as { process?: NodeLike };
  const builtin = process?.getBuiltinModule;
  if (!builtin) return undefined;
  const { createRequire } = builtin('node:module') as {
    createRequire(from: string): { resolve(name: string): string };
  };
  const { readFile } = builtin('node:fs/promises') as {
    readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  };
  try {
    const file = createRequire(import.meta.url).resolve(name);
    return await WebAssembly.compile(await readFile(file));
  } catch (cause) {
    const [reason] = String((cause as Error).message).split('\n');
    throw new BackendError(`${name} can't be loaded: ${reason}`, { cause });
  }
}
