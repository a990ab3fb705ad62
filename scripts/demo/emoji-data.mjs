// What the view of emoji searches: pictures that were not learned from with their codes, words with theirs,
// and the hasher of texts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createKernels, Matrix } from 'hashplane';
import { CrossModalHashing } from 'hashplane/learning';
import { imageVectors } from '../emoji/images.mjs';
import { readEmoji } from '../emoji/read.mjs';
import { textVectors, vectorOf, vocabularyOf, wordsOf } from '../emoji/words.mjs';

const BITS = 64;
const SEED = 1;
/** Of every five families of emoji two are searched, and three learned from. */
const OF = 5;
const SEARCHED = 2;
/** Chosen by validation once, on the emoji that are learned from; choosing anew takes minutes. */
const SETTINGS = /** @type {const} */ ({
  textScaling: 'root',
  imageScaling: 'standardise',
  textWidth: 4,
  imageWidth: 0.5,
  textRidge: 0.1,
  imageRidge: 0.1,
  textSharpness: 4,
  imageSharpness: 4,
});

/** Writes `emoji.json`, `emoji-texts.bin` and `emoji-pictures.bin`. @param {string} folder */
export async function writeEmojiData(folder) {
  const kernels = await createKernels();
  const { emoji, groups, pictures } = await readEmoji();
  const vocabulary = vocabularyOf(emoji);
  const texts = textVectors(emoji, vocabulary);
  const images = await imageVectors(kernels, pictures);
  const families = [...new Set(emoji.map(({ family }) => family))];
  const isSearched = emoji.map(({ family }) => families.indexOf(family) % OF < SEARCHED);
  // The eight groups are too coarse for words: a cat and a hole in the ground are both nature.
  const kinds = [...new Set(emoji.map(({ subgroup }) => subgroup))];
  const rows = Uint32Array.from(emoji.keys());
  const searched = rows.filter((row) => isSearched[row]);
  const learned = rows.filter((row) => !isSearched[row]);
  const hasher = new CrossModalHashing({ kernels, bits: BITS, seed: SEED, settings: SETTINGS });
  await hasher.fit({
    texts: texts.selectRows(learned),
    images: images.selectRows(learned),
    labels: Int32Array.from(learned, (row) => kinds.indexOf(emoji[row].subgroup)),
  });
  const words = [...vocabulary].map(([word, { weight }]) => [word, Number(weight.toFixed(4))]);
  const alone = Matrix.from([...vocabulary.keys()].map((word) => vectorOf([word], vocabulary)));
  const placesOf = (each) => wordsOf(each).flatMap((word) => vocabulary.get(word)?.place ?? []);
  const file = {
    groups,
    kinds: kinds.length,
    emoji: Array.from(searched, (row) => {
      const { name, group } = emoji[row];
      return { name, group, words: placesOf(emoji[row]) };
    }),
    words,
    bits: BITS,
    pictureCodes: base64(hasher.encodeImages(images.selectRows(searched))),
    wordCodes: base64(hasher.encodeTexts(alone)),
    learned: learned.length,
  };
  writeFileSync(join(folder, 'emoji.json'), JSON.stringify(file));
  writePacked(join(folder, 'emoji-texts.bin'), hasher.texts.save());
  const pixels = Buffer.concat(Array.from(searched, (row) => pictures[row].data));
  writePacked(join(folder, 'emoji-pictures.bin'), pixels);
  hasher.dispose();
}

function base64({ words }) {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('base64');
}

/** Packed by gzip; hosts that see `.gz` may unpack it themselves. */
function writePacked(path, bytes) {
  writeFileSync(path, gzipSync(bytes, { level: 9 }));
}
