import { spawnSync } from 'node:child_process';

/** The interpreter for examples in Python: HASHPLANE_PYTHON, or python3. */
export const PYTHON = process.env.HASHPLANE_PYTHON ?? 'python3';

/** Whether Python can import these; says on stderr which tests are skipped for want of them. */
export function canImport(modules: readonly string[], what: string): boolean {
  const { status } = spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`]);
  if (status === 0) return true;
  const wanted = `${PYTHON} with ${modules.join(' and ')}`;
  process.stderr.write(`skipped: ${what} needs ${wanted} (HASHPLANE_PYTHON names another)\n`);
  return false;
}

/** What a script prints; throws with its errors if it fails. */
export function python(script: string, cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, ['-c', script], {
    cwd,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}
