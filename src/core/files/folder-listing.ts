import { type FileEntry, fromUnixMode } from './file-facts';

/**
 * What `find FOLDER/. -mindepth 1 -maxdepth 1 -exec stat -c FORMAT {} +` prints, where each line begins with `mark`, which no name can know.
 * A name may have line breaks; it goes up to the next mark. What is not of this form is passed over.
 */
export function readListing(printed: string, mark: string, folder: string): readonly FileEntry[] {
  const entries: FileEntry[] = [];
  for (const { words, name } of lines(printed, mark, folder, 5)) {
    const [mode = '', user = '', group = '', size = '', seconds = ''] = words;
    if (!/^[0-9a-f]+$/i.test(mode)) continue;
    const kind = fromUnixMode(Number.parseInt(mode, 16));
    entries.push({
      name,
      ...kind,
      size: kind.type === 'file' ? whole(size) : 0,
      modified: Number(seconds) * 1000 || 0,
      owner: { user: whole(user), group: whole(group) },
    });
  }
  return entries;
}

/** {@link readListing}'s command. Follows a link that the folder is, and none in it. */
export function listingCommand(folder: string, mark: string): readonly string[] {
  return ['find', `${folder}/.`, '-mindepth', '1', '-maxdepth', '1', '-exec', 'stat', '-c', `${mark} %f %u %g %s %Y %n`, '{}', '+'];
}

/** The command that tells where the links of a folder lead in the end; those that lead nowhere are left out. */
export function linksCommand(folder: string, mark: string): readonly string[] {
  return [
    'find',
    `${folder}/.`,
    '-mindepth',
    '1',
    '-maxdepth',
    '1',
    '-type',
    'l',
    '-exec',
    'stat',
    '-L',
    '-c',
    `${mark} %f %s %n`,
    '{}',
    '+',
  ];
}

/** What {@link linksCommand} prints: entries with what their links lead to. */
export function withLinks(entries: readonly FileEntry[], printed: string, mark: string, folder: string): readonly FileEntry[] {
  const ends = new Map<string, string>();
  for (const { words, name } of lines(printed, mark, folder, 2)) if (/^[0-9a-f]+$/i.test(words[0] ?? '')) ends.set(name, words[0] ?? '');
  return entries.map((entry) => {
    const end = entry.type === 'link' ? ends.get(entry.name) : undefined;
    if (end === undefined) return entry;
    const { type } = fromUnixMode(Number.parseInt(end, 16));
    return type === 'link' ? entry : { ...entry, leadsTo: type };
  });
}

function* lines(
  printed: string,
  mark: string,
  folder: string,
  count: number,
): Generator<{ readonly words: readonly string[]; readonly name: string }> {
  const begin = `${folder}/./`;
  for (const piece of printed.split(`${mark} `).slice(1)) {
    const words: string[] = [];
    let rest = piece;
    while (words.length < count) {
      const blank = rest.indexOf(' ');
      if (blank < 0) break;
      words.push(rest.slice(0, blank));
      rest = rest.slice(blank + 1);
    }
    // The line break is of the line and not of the name.
    const name = rest.startsWith(begin) ? rest.slice(begin.length, rest.endsWith('\n') ? -1 : undefined) : '';
    if (words.length === count && name !== '' && !name.includes('/')) yield { words, name };
  }
}

function whole(digits: string): number {
  const value = Number(digits);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
