/** The bundler turns a compiled module into a function that decodes its bytes, or gives null. */
declare module '*.wasm' {
  const decode: () => Uint8Array<ArrayBuffer>;
  export default decode;
}
