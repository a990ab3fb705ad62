/** Text without control characters: names of files may hold line ends and terminal commands. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
