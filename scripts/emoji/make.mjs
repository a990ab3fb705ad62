// Makes data/emoji from two packages: the pictures of Noto Color Emoji (Debian's
// fonts-noto-color-emoji, OFL) and the names and keywords of emojibase-data (npm, MIT).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { decodePicture } from 'hashplane/pictures';
import { parseTarGzip } from 'nanotar';
import { npy } from '../shared/npy.mjs';
import { ColourFont } from './colour-font.mjs';
import { familyOf, pointsOf } from './variants.mjs';

const FOLDER = fileURLToPath(new URL('../../data/emoji', import.meta.url));
const FONT = '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf';
const FONT_PACKAGE = 'fonts-noto-color-emoji 2.042';
const NAMES_PACKAGE = 'emojibase-data@17.0.0';
/** Emojibase's groups: skin tones are no emoji, and the name of a flag tells its class. */
const GROUPS = new Map([
  [0, 'smileys and emotion'],
  [1, 'people and body'],
  [3, 'animals and nature'],
  [4, 'food and drink'],
  [5, 'travel and places'],
  [6, 'activities'],
  [7, 'objects'],
  [8, 'symbols'],
]);
const SIDE = 32;
/** Pixels of the font's pictures that make one: they have 128 rows, of 136 pixels. */
const STEP = 4;

const { values } = parseArgs({ options: { font: { type: 'string', default: FONT } } });
const font = new ColourFont(readFontFile(values.font));
const { emoji, subgroups, licence } = await namesOf(NAMES_PACKAGE);
const items = [];
const pictures = [];
for (const each of emoji.sort((a, b) => a.order - b.order)) {
  const png = GROUPS.has(each.group) ? font.png(pointsOf(each.emoji)) : null;
  if (!png) continue;
  pictures.push(reduced(await decodePicture(png)));
  items.push({
    emoji: each.emoji,
    name: each.label,
    keywords: each.tags ?? [],
    group: [...GROUPS.keys()].indexOf(each.group),
    subgroup: subgroups[each.subgroup],
    family: familyOf(each.emoji),
  });
}
write();

function readFontFile(path) {
  try {
    return readFileSync(path);
  } catch {
    console.error(
      `there is no ${path}: install ${FONT_PACKAGE}, or name the file with --font FILE`,
    );
    return process.exit(1);
  }
}

/** Names and keywords in English, and the licence that goes with them. */
async function namesOf(name) {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-emoji-'));
  try {
    const file = execFileSync('npm', ['pack', name, '--silent'], { cwd: folder, encoding: 'utf8' });
    const files = await parseTarGzip(readFileSync(join(folder, file.trim())));
    const textOf = (path) => {
      const found = files.find((one) => one.name === path);
      if (!found?.data) throw new Error(`${name} has no file ${path}`);
      return new TextDecoder().decode(found.data);
    };
    return {
      emoji: JSON.parse(textOf('package/en/data.json')),
      subgroups: JSON.parse(textOf('package/meta/groups.json')).subgroups,
      licence: textOf('package/LICENSE'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without the margins at the left and the right, means of 4 x 4 pixels; colours count by their alpha. */
function reduced({ width, data }) {
  const margin = (width - SIDE * STEP) / 2;
  const out = new Uint8Array(4 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const sums = [0, 0, 0, 0];
      for (let i = 0; i < STEP * STEP; i++) {
        const row = STEP * y + Math.floor(i / STEP);
        const at = 4 * (row * width + margin + STEP * x + (i % STEP));
        const alpha = data[at + 3];
        for (let c = 0; c < 3; c++) sums[c] += alpha * data[at + c];
        sums[3] += alpha;
      }
      const alpha = Math.round(sums[3] / (STEP * STEP));
      // Colours that nobody sees are none: they only cost bytes.
      const colour = alpha === 0 ? [0, 0, 0] : sums.slice(0, 3).map((sum) => sum / sums[3]);
      out.set([...colour.map(Math.round), alpha], 4 * (SIDE * y + x));
    }
  }
  return out;
}

function write() {
  mkdirSync(FOLDER, { recursive: true });
  const pixels = Buffer.concat(pictures);
  const archive = npy(pixels, '|u1', [items.length, SIDE, SIDE, 4]);
  writeFileSync(join(FOLDER, 'pictures.npy.gz'), gzipSync(archive, { level: 9 }));
  const about = { groups: [...GROUPS.values()], from: [FONT_PACKAGE, NAMES_PACKAGE] };
  const lines = items.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
  const text = `{\n  "about": ${JSON.stringify(about)},\n  "emoji": [\n${lines}\n  ]\n}\n`;
  writeFileSync(join(FOLDER, 'emoji.json'), text);
  writeFileSync(join(FOLDER, 'LICENSE-emojibase-data'), licence);
  const families = new Set(items.map(({ family }) => family)).size;
  console.log(`${items.length} emoji in ${GROUPS.size} groups, ${families} families`);
}
