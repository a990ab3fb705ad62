/** What is used of Node's modules, where there are any: bundles for browsers hold none of it. */
export interface NodeModules {
  readonly fs: {
    mkdirSync(path: string, options: { recursive: true }): unknown;
    openSync(path: string, flags: 'wx'): number;
    writeSync(file: number, text: string): unknown;
    closeSync(file: number): void;
    readFileSync(path: string, encoding: 'utf8'): string;
    realpathSync(path: string): string;
    rmSync(path: string, options: { force: true }): void;
    statSync(path: string): { readonly mtimeMs: number };
  };
  readonly os: { hostname(): string };
  readonly path: {
    basename(path: string): string;
    dirname(path: string): string;
    join(...parts: string[]): string;
    resolve(path: string): string;
  };
  readonly process: NodeProcess;
}

interface NodeProcess {
  readonly pid: number;
  kill(pid: number, signal: 0): unknown;
  getBuiltinModule?(name: string): unknown;
}

/** Null in browsers. */
export function nodeModules(): NodeModules | null {
  const { process } = globalThis as unknown as { process?: NodeProcess };
  const get = process?.getBuiltinModule;
  if (!process || typeof get !== 'function') return null;
  const [fs, os, path] = ['node:fs', 'node:os', 'node:path'].map((name) => get(name));
  return { fs, os, path, process } as NodeModules;
}
