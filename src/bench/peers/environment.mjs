// What run.mjs tells the programs that it bundles.

/** The folder into which the peers are installed. */
export const PEERS = told('HASHPLANE_PEERS');
/** The program that runs the peers from Python. */
export const NATIVE = told('HASHPLANE_NATIVE');

/**
 * @param {string} name
 * @returns {string}
 */
function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the peers by \`npm run bench:peers\``);
  return value;
}
