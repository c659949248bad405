/**
 * The dialogs that VS Code opens: its own (with `files.simpleDialog.enable`, and where it works on another computer), or
 * the one of the desktop.
 */
export type DialogKind = 'own' | 'macos' | 'windows' | 'linux';

/** Endings by the name of their kind; `*` stands for all files. */
type Filters = Readonly<Record<string, readonly string[]>>;

/** Which dialog opens: `remote` is true where the files are not those of the computer that shows the window. */
export function dialogKind(
  platform: NodeJS.Platform,
  { remote, simple }: { readonly remote: boolean; readonly simple: boolean },
): DialogKind {
  if (remote || simple) return 'own';
  return platform === 'darwin' ? 'macos' : platform === 'win32' ? 'windows' : 'linux';
}

/**
 * Filters as a dialog for files needs them.
 *
 * VS Code's own compares only what stands behind the last dot, with its case, and appends the first ending of all where
 * nothing fits: `x.tar.gz` would become `x.tar.gz.tar`. That of Linux tells case. That of Windows appends the first ending
 * of the chosen filter where the last one of the name is neither in it nor known to Windows; Electron gives macOS what
 * stands behind the last dot, and a name with an ending of another filter than the chosen one gets a second one. So, for a
 * file to write, one filter comes first that has them all; on macOS it is the only one.
 */
export function dialogFilters(
  filters: Filters,
  kind: DialogKind,
  { saves, all }: { readonly saves: boolean; readonly all: string },
): Record<string, string[]> {
  const each = Object.entries(filters).map(([name, endings]) => [name, endingsFor(endings, kind)] as const);
  const together = [...new Set(each.flatMap(([, endings]) => endings))];
  const several = saves && each.length > 1 && !together.includes('*');
  if (kind === 'macos' && several) return { [all]: together };
  return Object.fromEntries([...(kind === 'windows' && several ? [[all, together] as const] : []), ...each]);
}

function endingsFor(endings: readonly string[], kind: DialogKind): string[] {
  const last = endings.map((ending) => ending.slice(ending.lastIndexOf('.') + 1));
  if (kind === 'macos') return [...new Set(last)];
  const all = [...endings, ...last];
  return [...new Set(kind === 'windows' ? all : [...all, ...all.map((ending) => ending.toUpperCase())])];
}

/**
 * A name to which a dialog has added an ending that it had already (`x.tar.gz.tar`, `x.tgz.gz`), without what was added;
 * other names as they are.
 */
export function withoutAddedEnding(file: string): string {
  return file
    .replace(/(\.tar\.(?:gz|zst|xz|bz2)|\.tgz|\.tzst)\.(?:tar\.gz|tar\.zst|tar|gz|tgz|zst)$/i, '$1')
    .replace(/(\.tar)\.tar$/i, '$1');
}
