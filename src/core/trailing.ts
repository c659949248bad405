/**
 * The text without the characters at its end that are among `characters`. A pattern such as `x+$` would take time that
 * grows with the square of the text.
 */
export function withoutTrailing(text: string, characters: string | ((character: string) => boolean)): string {
  const isOne = typeof characters === 'string' ? (character: string) => characters.includes(character) : characters;
  let end = text.length;
  while (end > 0 && isOne(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** A path without the slashes at its end; the root keeps one. */
export function withoutTrailingSlashes(path: string): string {
  const bare = withoutTrailing(path, '/');
  return bare === '' ? path.slice(0, 1) : bare;
}
