// Plain words that follow from the pixels of a picture, by rules that the page states.

export const SIDE = 28;
/** Of 255; what is fainter is background. */
const INK = 25;
/** Pixels from the leftmost to the rightmost that is no background. */
const SLIM = 16;
const WIDE = 26;

/**
 * What is counted in a picture: the mean of what is no background, its width, and the mean step from a pixel
 * to the next one inside it, without its outline.
 *
 * @param {ArrayLike<number>} pixels
 */
function measure(pixels) {
  const isInk = (x, y) => x >= 0 && x < SIDE && y >= 0 && y < SIDE && pixels[y * SIDE + x] > INK;
  let [count, sum, left, right, inside, steps] = [0, 0, SIDE, -1, 0, 0];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (!isInk(x, y)) continue;
      const at = y * SIDE + x;
      count++;
      sum += pixels[at];
      left = Math.min(left, x);
      right = Math.max(right, x);
      if (!isInk(x - 1, y) || !isInk(x + 1, y) || !isInk(x, y - 1) || !isInk(x, y + 1)) continue;
      inside++;
      steps += Math.abs(pixels[at] - pixels[at + 1]) + Math.abs(pixels[at] - pixels[at + SIDE]);
    }
  }
  return {
    brightness: sum / Math.max(1, count),
    width: right - left + 1,
    step: steps / Math.max(1, 2 * inside),
  };
}

/**
 * The words of each picture, and where the thirds lie.
 *
 * @param {readonly ArrayLike<number>[]} pictures
 */
export function traitsOf(pictures) {
  const measured = pictures.map(measure);
  const brightness = thirds(measured.map((each) => each.brightness));
  const step = thirds(measured.map((each) => each.step));
  const traits = measured.map((each) => ({
    ...word('shade', each.brightness, brightness, 'dark', 'pale'),
    ...word('outline', each.width, { low: SLIM + 1, high: WIDE - 1 }, 'slim', 'wide'),
    ...word('surface', each.step, step, 'plain', 'patterned'),
  }));
  return { traits, rules: { brightness, step, ink: INK, slim: SLIM, wide: WIDE } };
}

/** What lies between has no word. */
function word(field, value, { low, high }, below, above) {
  if (value < low) return { [field]: below };
  return value > high ? { [field]: above } : {};
}

/** @param {number[]} values */
function thirds(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => Math.round(10 * sorted[Math.floor(share * sorted.length)]) / 10;
  return { low: at(1 / 3), high: at(2 / 3) };
}
