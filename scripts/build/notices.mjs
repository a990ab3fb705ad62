// The licences of the packages that the bundles hold.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = new Set();

/** Notes the packages that a bundle of esbuild's holds. */
export function noteLicences({ metafile }) {
  for (const input of Object.keys(metafile.inputs)) {
    const name = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (name) packages.add(name);
  }
}

/** The text of THIRD-PARTY-NOTICES.txt. */
export function notices() {
  const parts = [...packages].sort().map((name) => {
    const directory = `node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
    // The loader comes without its licence, which is that of the compiler it belongs to.
    const source = name === '@assemblyscript/loader' ? 'node_modules/assemblyscript' : directory;
    const texts = readdirSync(source)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(source, file), 'utf8').trim());
    if (texts.length === 0) throw new Error(`${name} has no licence file to pass on`);
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
  });
  return `hashplane includes these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
