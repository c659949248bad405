import path from 'node:path';

/** What of a URI tells where its file is; that of VS Code has it. */
export interface PlaceOfFile {
  readonly scheme: string;
  readonly authority: string;
  /** As the platform writes it; for schemes other than `file` no path of this computer. */
  readonly fsPath: string;
}

/** The path on this computer; undefined for files of other schemes, whatever their path looks like. */
export function localPathOf({ scheme, authority, fsPath }: PlaceOfFile, platform: NodeJS.Platform): string | undefined {
  if (scheme.toLowerCase() !== 'file') return undefined;
  // Only Windows has files of other computers by their names: `\\server\share`.
  return authority === '' || platform === 'win32' ? fsPath : undefined;
}

/** What two paths have in common that lead to the same file: drive letters, separators, `..`, and case where it is not told. */
export function pathKey(file: string, platform: NodeJS.Platform): string {
  const { sep } = platform === 'win32' ? path.win32 : path.posix;
  const normal = (platform === 'win32' ? path.win32 : path.posix).normalize(
    platform === 'win32' ? file.replace(/^[\\/]{2}\?[\\/](?:UNC(?=[\\/]))?/i, (prefix) => (/UNC$/i.test(prefix) ? '\\' : '')) : file,
  );
  const plain = normal.length > 1 && normal.endsWith(sep) && !/^[A-Za-z]:\\$/.test(normal) ? normal.slice(0, -1) : normal;
  // A volume of macOS may tell case; taking two files for one then is the lesser harm.
  return platform === 'win32' || platform === 'darwin' ? plain.normalize('NFC').toLowerCase() : plain;
}

/** Whether a file is the one at `place`, or in that folder. */
export function isAtOrIn(file: string, place: string, platform: NodeJS.Platform): boolean {
  const [inner, outer] = [pathKey(file, platform), pathKey(place, platform)];
  const separator = platform === 'win32' ? '\\' : '/';
  return inner === outer || inner.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}
