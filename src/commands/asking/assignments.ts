/**
 * What somebody has typed as `key=value` words, such as `team=web note="two words"`: blanks part them where they do not stand in double
 * quotes, which are taken away. A word without `=` has the empty value.
 */
export function assignmentsOf(typed: string): Readonly<Record<string, string>> {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const character of typed) {
    if (character === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (quoted || character.trim() !== '') word = (word ?? '') + character;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return Object.fromEntries(
    words.map((one) => {
      const end = one.indexOf('=');
      return end < 0 ? [one, ''] : [one.slice(0, end), one.slice(end + 1)];
    }),
  );
}

/** The same for a docker line: an option before each `key=value`. */
export function assignmentWords(option: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => [option, `${key}=${value}`]);
}
