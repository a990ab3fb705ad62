/** What the consoles of Node, Deno and Bun ask an object for; browsers show it in their own way. */
const INSPECT = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom');

/**
 * A class whose instances consoles show as their `toString`, instead of all that they hold. The method
 * stands in a class of its own, since bundlers never drop a class that has one of a computed name, and
 * its type says nothing of it: it is for consoles alone.
 *
 * @hidden
 */
export const Inspectable: new () => object = class {
  [INSPECT](): string {
    return this.toString();
  }
};
