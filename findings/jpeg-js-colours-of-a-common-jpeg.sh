#!/bin/sh
# jpeg-js decodes the commonest kind of JPEG to other colours than every browser does.
#
# Most JPEGs keep their colours at half the size of their brightness (4:2:0). libjpeg-turbo, and with it
# sharp, Pillow and the browsers, interpolates them when it decodes; jpeg-js 0.4.4 repeats each colour over
# its 2 x 2 pixels. Nothing in its documentation says so. Along edges between colours of a picture that both
# decoders read without complaint pixels are a third of the range apart; of the same picture with colours
# at full size (4:4:4) they are alike. Features of pictures then depend on the decoder, so a database must
# be described by one that decodes as the others do.
#
# Seen on 2026-11-29, with Node 20.20.2, jpeg-js 0.4.4 against sharp 0.35.5:
#
#   4:2:0: largest difference 79 of 255, mean 3.38
#   4:4:4: largest difference 3 of 255, mean 0.81
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit jpeg-js@0.4.4 sharp@0.35.5

cat >seen.mjs <<'END'
import jpeg from 'jpeg-js';
import sharp from 'sharp';

const side = 64;
const pixels = Buffer.alloc(side * side * 3);
for (let y = 0; y < side; y++) {
  for (let x = 0; x < side; x++) {
    // A red disc on blue.
    const isInside = (x - 31) ** 2 + (y - 31) ** 2 < 400;
    pixels.set(isInside ? [220, 40, 30] : [30, 60, 200], (y * side + x) * 3);
  }
}
for (const chromaSubsampling of ['4:2:0', '4:4:4']) {
  const raw = { width: side, height: side, channels: 3 };
  const file = await sharp(pixels, { raw }).jpeg({ quality: 95, chromaSubsampling }).toBuffer();
  const expected = await sharp(file).raw().toBuffer();
  const found = jpeg.decode(file).data;
  let largest = 0;
  let sum = 0;
  for (let i = 0; i < side * side; i++) {
    for (let c = 0; c < 3; c++) {
      const off = Math.abs(expected[i * 3 + c] - found[i * 4 + c]);
      largest = Math.max(largest, off);
      sum += off;
    }
  }
  const mean = (sum / (side * side * 3)).toFixed(2);
  console.log(`${chromaSubsampling}: largest difference ${largest} of 255, mean ${mean}`);
}
END
cat >expected.txt <<'END'
4:2:0: largest difference 79 of 255, mean 3.38
4:4:4: largest difference 3 of 255, mean 0.81
END
node seen.mjs >seen.txt
cat seen.txt
diff expected.txt seen.txt
