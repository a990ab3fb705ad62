// Reads the bitmaps of a colour font of OpenType: the tables cmap, GSUB, CBLC and CBDT, and of these
// what Noto Color Emoji has.

/** A font whose glyphs are PNGs. */
export class ColourFont {
  #bytes;
  #view;
  #tables = new Map();
  #glyphOf;
  #ligatures;
  #places;

  /** @param {Buffer} bytes - of a .ttf */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = this.#view.getUint16(4);
    for (let i = 0; i < count; i++) {
      const at = 12 + 16 * i;
      this.#tables.set(bytes.toString('latin1', at, at + 4), this.#view.getUint32(at + 8));
    }
    this.#glyphOf = this.#readCharacters();
    this.#ligatures = this.#readLigatures();
    this.#places = this.#readPlaces();
  }

  /**
   * The PNG of a sequence of code points, or null where the font has none.
   *
   * @param {readonly number[]} points - without U+FE0F
   */
  png(points) {
    const glyphs = points.map((point) => this.#glyphOf.get(point));
    if (glyphs.includes(undefined)) return null;
    const glyph = glyphs.length === 1 ? glyphs[0] : this.#ligatures.get(glyphs.join(' '));
    const place = this.#places.get(glyph);
    if (!place) return null;
    // Metrics come before the length of the PNG: of 5 bytes, of 8 or none.
    const metrics = { 17: 5, 18: 8, 19: 0 }[place.format];
    if (metrics === undefined) throw new Error(`CBDT: images of format ${place.format}`);
    const length = this.#view.getUint32(place.at + metrics);
    const start = place.at + metrics + 4;
    return this.#bytes.subarray(start, start + length);
  }

  #table(name) {
    const at = this.#tables.get(name);
    if (at === undefined) throw new Error(`the font has no table ${name}`);
    return at;
  }

  #readCharacters() {
    const view = this.#view;
    const cmap = this.#table('cmap');
    const glyphs = new Map();
    for (let i = 0; i < view.getUint16(cmap + 2); i++) {
      const table = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
      if (view.getUint16(table) !== 12) continue;
      for (let group = 0; group < view.getUint32(table + 12); group++) {
        const at = table + 16 + 12 * group;
        const [first, last, glyph] = [0, 4, 8].map((next) => view.getUint32(at + next));
        for (let point = first; point <= last; point++) glyphs.set(point, glyph + point - first);
      }
    }
    return glyphs;
  }

  /** Glyphs by the glyphs that they stand for, joined by spaces. */
  #readLigatures() {
    const view = this.#view;
    const gsub = this.#table('GSUB');
    const lookups = gsub + view.getUint16(gsub + 8);
    const ligatures = new Map();
    for (let i = 0; i < view.getUint16(lookups); i++) {
      const lookup = lookups + view.getUint16(lookups + 2 + 2 * i);
      for (let s = 0; s < view.getUint16(lookup + 4); s++) {
        let type = view.getUint16(lookup);
        let table = lookup + view.getUint16(lookup + 6 + 2 * s);
        if (type === 7) {
          type = view.getUint16(table + 2);
          table += view.getUint32(table + 4);
        }
        if (type === 4) this.#readLigatureSets(table, ligatures);
      }
    }
    return ligatures;
  }

  #readLigatureSets(table, ligatures) {
    const view = this.#view;
    const firsts = this.#coverage(table + view.getUint16(table + 2));
    for (const [i, first] of firsts.entries()) {
      const set = table + view.getUint16(table + 6 + 2 * i);
      for (let j = 0; j < view.getUint16(set); j++) {
        const at = set + view.getUint16(set + 2 + 2 * j);
        const rest = Array.from({ length: view.getUint16(at + 2) - 1 }, (_, k) =>
          view.getUint16(at + 4 + 2 * k),
        );
        const key = [first, ...rest].join(' ');
        if (!ligatures.has(key)) ligatures.set(key, view.getUint16(at));
      }
    }
  }

  #coverage(at) {
    const view = this.#view;
    const count = view.getUint16(at + 2);
    if (view.getUint16(at) === 1) {
      return Array.from({ length: count }, (_, i) => view.getUint16(at + 4 + 2 * i));
    }
    return Array.from({ length: count }, (_, i) => at + 4 + 6 * i).flatMap((range) => {
      const first = view.getUint16(range);
      const length = view.getUint16(range + 2) - first + 1;
      return Array.from({ length }, (_, i) => first + i);
    });
  }

  /** Where each glyph's image stands, and its format. */
  #readPlaces() {
    const view = this.#view;
    const [cblc, cbdt] = [this.#table('CBLC'), this.#table('CBDT')];
    const list = cblc + view.getUint32(cblc + 8);
    const places = new Map();
    for (let i = 0; i < view.getUint32(cblc + 16); i++) {
      const [first, last] = [view.getUint16(list + 8 * i), view.getUint16(list + 8 * i + 2)];
      const table = list + view.getUint32(list + 8 * i + 4);
      const [index, format] = [view.getUint16(table), view.getUint16(table + 2)];
      const data = cbdt + view.getUint32(table + 4);
      const size = { 1: 4, 3: 2 }[index];
      if (!size) throw new Error(`CBLC: an index of format ${index}`);
      const offset = (at) => (size === 4 ? view.getUint32(at) : view.getUint16(at));
      for (let glyph = first; glyph <= last; glyph++) {
        const at = table + 8 + size * (glyph - first);
        if (offset(at + size) === offset(at)) continue;
        places.set(glyph, { at: data + offset(at), format });
      }
    }
    return places;
  }
}
