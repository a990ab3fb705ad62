// Which emoji are variants of one: of another gender or direction, or of another skin.

const VARIATION = 0xfe0f;
const JOINER = 0x200d;
/** Signs of gender, and the arrow to the right, behind a joiner. */
const SUFFIXES = new Set([0x2640, 0x2642, 0x27a1]);
const isSkin = (point) => point >= 0x1f3fb && point <= 0x1f3ff;
/** Emoji that had a gender before there were signs of it, and the one of the family without. */
const NEUTRAL = new Map([
  // A man, a woman: a person.
  [0x1f468, 0x1f9d1],
  [0x1f469, 0x1f9d1],
  // A boy, a girl: a child.
  [0x1f466, 0x1f9d2],
  [0x1f467, 0x1f9d2],
  // Old people.
  [0x1f474, 0x1f9d3],
  [0x1f475, 0x1f9d3],
  // A prince, a princess: a person with a crown.
  [0x1f934, 0x1fac5],
  [0x1f478, 0x1fac5],
  // Pregnant people.
  [0x1f930, 0x1fac4],
  [0x1fac3, 0x1fac4],
  // Dancers, and two who hold hands.
  [0x1f57a, 0x1f483],
  [0x1f46b, 0x1f46d],
  [0x1f46c, 0x1f46d],
]);
/** Santa Claus and Mrs. Claus are, in later emoji, a person and a tree. */
const CLAUS = new Map([
  ['1f385', '1f9d1 200d 1f384'],
  ['1f936', '1f9d1 200d 1f384'],
]);

/** Code points without what only chooses between text and picture. @param {string} emoji */
export function pointsOf(emoji) {
  return [...emoji]
    .map((character) => /** @type {number} */ (character.codePointAt(0)))
    .filter((point) => point !== VARIATION);
}

/** A text that variants of one emoji share, and no other. @param {string} emoji */
export function familyOf(emoji) {
  const points = pointsOf(emoji).filter((point) => !isSkin(point));
  const kept = points.filter((point, i) => {
    const isSuffix = SUFFIXES.has(point) && points[i - 1] === JOINER;
    return !isSuffix && !(point === JOINER && SUFFIXES.has(points[i + 1]));
  });
  const family = kept.map((point) => (NEUTRAL.get(point) ?? point).toString(16)).join(' ');
  return CLAUS.get(family) ?? family;
}
