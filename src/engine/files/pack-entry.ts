import type { Pack } from 'tar-stream';
import type { ArchiveEntry } from './read-archive';

type PackHeader = Parameters<Pack['entry']>[0];

/** What fits into seven octal digits, and the last second for which tar-stream has room. */
const largestId = 0o7777777;
const lastSecond = 2 ** 31 - 1;

/** An entry's header as tar-stream writes it; numbers that have no room in it stand in an extended header. */
export function packHeader(entry: Omit<ArchiveEntry, 'target'> & { readonly target?: string | undefined }): PackHeader {
  const { user, group, modified } = entry;
  const seconds = Math.floor(modified / 1000);
  const within = Math.min(Math.max(0, seconds), lastSecond);
  const pax: Record<string, string> = {
    ...entry.extended,
    ...(user > largestId && { uid: String(user) }),
    ...(group > largestId && { gid: String(group) }),
    ...((within !== seconds || modified % 1000 !== 0) && { mtime: String(modified / 1000) }),
  };
  const type = { file: 'file', folder: 'directory', link: 'symlink', hardLink: 'link', other: 'file' } as const;
  return {
    name: entry.type === 'folder' ? `${entry.name}/` : entry.name,
    type: type[entry.type],
    // tar-stream takes 0 for none; what stands above the permissions it leaves out.
    mode: entry.mode | 0o10000,
    uid: Math.min(user, largestId),
    gid: Math.min(group, largestId),
    mtime: new Date(within * 1000),
    ...(entry.type === 'file' && { size: entry.size }),
    ...(entry.target !== undefined && { linkname: entry.target }),
    ...(Object.keys(pax).length > 0 && { pax }),
  };
}

/** An entry without content. */
export function packEmpty(archive: Pack, header: PackHeader): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    if (header.type === 'file') archive.entry(header, done).end(undefined);
    else archive.entry(header, done);
  });
}
