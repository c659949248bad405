/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  /** True for a folder, and for a link to one. */
  readonly isFolder: boolean;
}

const special = /(?:^|[^\\])(?:\\\\)*[*?[]/;
const mostFound = 5_000;
const mostStars = 8;

/**
 * The paths that a file pattern of a shell stands for, sorted by their characters; none when nothing matches, and then
 * a shell leaves the word as it is. In `pattern` a backslash stands before each character that was quoted.
 */
export function matchPattern(
  pattern: string,
  folder: string,
  readFolder: (path: string) => readonly FolderEntry[] | undefined,
): readonly string[] {
  if (!special.test(pattern)) return [];
  const segments = pattern.split('/');
  let found: readonly string[] = [''];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    found = found.flatMap((path) => step(path, segment, isLast)).slice(0, mostFound);
  });
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  function step(path: string, segment: string, isLast: boolean): readonly string[] {
    const tail = isLast ? '' : '/';
    const literal = segment.replace(/\\(.)/gs, '$1');
    const isPattern = special.test(segment);
    if (literal === '' || literal === '.' || literal === '..' || (!isPattern && !isLast)) return [`${path}${literal}${tail}`];
    const entries = readFolder(path.startsWith('/') ? path : `${folder.replace(/\/$/, '')}/${path}`) ?? [];
    const expression = isPattern ? segmentExpression(segment) : undefined;
    return entries
      .filter(({ name, isFolder }) => (isLast || isFolder) && (expression ? expression.test(name) && (name[0] !== '.' || segment.startsWith('.')) : name === literal))
      .map(({ name }) => `${path}${name}${tail}`);
  }
}

/** Of a pattern with very many stars nothing matches, because it would take too long. */
function segmentExpression(segment: string): RegExp {
  if (segment.split('*').length > mostStars) return /(?!)/;
  let source = '';
  for (let index = 0; index < segment.length; index += 1) {
    const character = segment[index] ?? '';
    if (character === '*') source += source.endsWith('[^]*') ? '' : '[^]*';
    else if (character === '?') source += '[^]';
    else if (character === '\\') source += quoted(segment[(index += 1)] ?? '');
    else if (character === '[') {
      const set = /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]/s.exec(segment.slice(index));
      const expression = set && setExpression(set[1] !== '', set[2] ?? '');
      source += expression ?? quoted(character);
      if (set && expression !== undefined) index += set[0].length - 1;
    } else source += quoted(character);
  }
  return new RegExp(`^${source}$`, 'u');
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', blank: ' \\t', xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`\\{-~',
};

function setExpression(negated: boolean, members: string): string | undefined {
  if (members === '') return undefined;
  const body = members.replace(/\[:([a-z]+):\]|\\(.)|(.)/gsu, (_, name: string | undefined, escaped: string | undefined, plain: string | undefined) => {
    if (name !== undefined) return classes[name] ?? '';
    if (escaped !== undefined) return escaped === '-' ? '\\-' : quoted(escaped);
    return plain === '-' ? '-' : quoted(plain ?? '');
  });
  const source = `[${negated ? '^' : ''}${body}]`;
  try {
    new RegExp(source, 'u');
    return source;
  } catch {
    // A range that runs backwards matches nothing.
    return negated ? '[^]' : '[^\\s\\S]';
  }
}

function quoted(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
