/** Whether a file's name is that of a JPEG or PNG. */
export function isPictureName(name: string): boolean {
  return /\.(jpe?g|jfif|png)$/i.test(name);
}

/** Whether a file's name is that of a picture which is not decoded. */
export function isForeignName(name: string): boolean {
  return /\.(gif|webp|avif|hei[cf]|tiff?|bmp|jxl|jp2|psd|svg)$/i.test(name);
}

/** Names that systems keep for themselves: `.DS_Store`, and `__MACOSX` in archives. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

/** By code units, which is one order everywhere, whatever the language. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
