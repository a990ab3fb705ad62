type Child = Node | string;

/** A new element. Strings among the children become text, whatever they hold. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A new element of SVG. */
export function svgElement(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The place of this id in the frame. */
export function place(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** Puts children into a place instead of what is there. */
export function fill(id: string, ...children: Child[]): void {
  place(id).replaceChildren(...children);
}

/** Terms with their descriptions, for a <dl>. */
export function terms(entries: readonly (readonly [string, string])[]): HTMLElement[] {
  return entries.map(([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text)));
}
