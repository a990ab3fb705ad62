import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from './pack.ts';

/** Puts the packed package where `import 'hashplane'` finds it. */
export async function addPacked(folder: string): Promise<void> {
  const installed = await installPacked();
  try {
    const library = join(folder, 'node_modules/hashplane');
    rmSync(library, { recursive: true, force: true });
    cpSync(installed.library, library, { recursive: true });
  } finally {
    installed.remove();
  }
}
