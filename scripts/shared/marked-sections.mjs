// Places in documents that are generated: what stands between the lines `<!-- name -->` and
// `<!-- /name -->`. Everything around them is written by hand.
import { readFileSync, writeFileSync } from 'node:fs';

const MARKER = /^<!-- (\/?)([a-z][a-z-]*) -->$/gm;

/**
 * Where the contents of the marked sections of a text begin and end, by name. Sections don't nest,
 * each name stands for one, and each has both its markers: anything else is an error.
 * @param {string} text
 * @returns {Map<string, { from: number, to: number }>}
 */
export function sectionsOf(text) {
  const sections = new Map();
  /** @type {{ name: string, from: number } | null} */
  let open = null;
  for (const { 0: marker, 1: slash, 2: name, index } of text.matchAll(MARKER)) {
    if (slash === '') {
      if (open) throw new Error(`has ${marker} before ${closing(open.name)}`);
      if (sections.has(name)) throw new Error(`has ${marker} twice`);
      open = { name, from: index + marker.length + 1 };
    } else {
      if (open?.name !== name) throw new Error(`has ${marker} without ${opening(name)} before it`);
      sections.set(name, { from: open.from, to: index });
      open = null;
    }
  }
  if (open) throw new Error(`has ${opening(open.name)} without ${closing(open.name)}`);
  return sections;
}

/**
 * A text with new contents in its marked sections; those that are not named stay as they are.
 * @param {string} text
 * @param {Readonly<Record<string, string>>} contents by name, without the last line's end
 */
export function withSections(text, contents) {
  const sections = sectionsOf(text);
  const places = Object.entries(contents).map(([name, content]) => {
    const place = sections.get(name);
    if (!place) throw new Error(`has no ${opening(name)} and ${closing(name)}`);
    if (content.search(MARKER) >= 0) throw new Error(`would get markers inside ${opening(name)}`);
    return { ...place, content };
  });
  // From the end, so that the places before stay where they are.
  return places
    .sort((a, b) => b.from - a.from)
    .reduce(
      (all, { from, to, content }) => `${all.slice(0, from)}${content}\n${all.slice(to)}`,
      text,
    );
}

/**
 * Fills marked sections of a file. A fault is an error that names the file, which then is as it was.
 * @param {string} file
 * @param {Readonly<Record<string, string>>} contents by name, without the last line's end
 */
export function fillSections(file, contents) {
  const text = readFileSync(file, 'utf8');
  let filled;
  try {
    filled = withSections(text, contents);
  } catch (error) {
    throw new Error(`${file} ${/** @type {Error} */ (error).message}`);
  }
  writeFileSync(file, filled);
}

/** @param {string} name */
function opening(name) {
  return `<!-- ${name} -->`;
}

/** @param {string} name */
function closing(name) {
  return `<!-- /${name} -->`;
}
