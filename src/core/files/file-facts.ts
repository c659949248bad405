/** What an engine tells of one file of a container. */
export interface FileFacts {
  readonly type: FileType;
  /** In bytes; 0 for what is no file. */
  readonly size: number;
  /** Permissions with setuid, setgid and sticky, as `chmod` takes them. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Where a link leads; of a `HEAD` its end, an absolute path in the container. */
  readonly linkTarget?: string;
}

export type FileType = 'file' | 'folder' | 'link' | 'other';

/** One name in a folder. */
export interface FileEntry extends FileFacts {
  readonly name: string;
  /** For a link: what it leads to in the end; undefined where that is not known, or where it leads nowhere. */
  readonly leadsTo?: Exclude<FileType, 'link'>;
  /** Of whom it is, where that is told. */
  readonly owner?: { readonly user: number; readonly group: number };
}

/** Bits of Go's `fs.FileMode`, which the engine's API has (https://pkg.go.dev/io/fs#FileMode). */
const goMode = {
  folder: 2 ** 31,
  link: 2 ** 27,
  device: 2 ** 26,
  pipe: 2 ** 25,
  socket: 2 ** 24,
  setuid: 2 ** 23,
  setgid: 2 ** 22,
  character: 2 ** 21,
  sticky: 2 ** 20,
  irregular: 2 ** 19,
} as const;

const has = (mode: number, bit: number): boolean => Math.floor(mode / bit) % 2 === 1;

/** Type and permissions of a `FileMode` of Go. */
export function fromGoMode(mode: number): Pick<FileFacts, 'type' | 'mode'> {
  const special =
    (has(mode, goMode.setuid) ? 0o4000 : 0) + (has(mode, goMode.setgid) ? 0o2000 : 0) + (has(mode, goMode.sticky) ? 0o1000 : 0);
  return { type: typeOfGoMode(mode), mode: special + (mode % 0o1000) };
}

function typeOfGoMode(mode: number): FileType {
  if (has(mode, goMode.folder)) return 'folder';
  if (has(mode, goMode.link)) return 'link';
  const { device, pipe, socket, character, irregular } = goMode;
  return [device, pipe, socket, character, irregular].some((bit) => has(mode, bit)) ? 'other' : 'file';
}

/** Type and permissions of `st_mode` (`stat(2)`). */
export function fromUnixMode(mode: number): Pick<FileFacts, 'type' | 'mode'> {
  const kinds: Readonly<Record<number, FileType>> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };
  return { type: kinds[mode & 0o170000] ?? 'other', mode: mode & 0o7777 };
}

/** The permissions as `ls -l` prints them, with the letter of the type before: `-rw-r--r--`. */
export function modeLetters({ type, mode }: Pick<FileFacts, 'type' | 'mode'>): string {
  const bits = Array.from('rwxrwxrwx', (letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  const special = (index: number, bit: number, letter: string): void => {
    if (mode & bit) bits[index] = bits[index] === 'x' ? letter : letter.toUpperCase();
  };
  special(2, 0o4000, 's');
  special(5, 0o2000, 's');
  special(8, 0o1000, 't');
  return (type === 'file' ? '-' : type === 'folder' ? 'd' : type === 'link' ? 'l' : '?') + bits.join('');
}
