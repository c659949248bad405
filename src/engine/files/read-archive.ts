import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { failure, SlipwayError } from '../../core/errors';
import type { FileType } from '../../core/files/file-facts';
import { own } from '../../core/records';

/** One entry of an archive as it goes by, with its owner and time. */
export interface ArchiveEntry {
  /** As the archive has it. */
  readonly name: string;
  readonly type: FileType | 'hardLink';
  readonly size: number;
  readonly mode: number;
  readonly user: number;
  readonly group: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Where a link leads, or the name of the entry that a hard link is the same as. */
  readonly target?: string;
  /** Extended headers that are kept as they are, such as attributes; none that the other fields hold. */
  readonly extended?: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, ArchiveEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'link',
  link: 'hardLink',
};

const block = 512;

/** What a reader of an archive does with one entry: reads `content` to its end, or gives `stop` and gets no more. */
export type TakeEntry = (entry: ArchiveEntry, content: AsyncIterable<Uint8Array>) => Promise<'stop' | undefined>;

/**
 * Hands on the entries of an archive one by one. What `take` leaves of a content is passed over. The stream is ended in any case. Throws
 * what `take` and the stream throw, and `engineFailed` for what is no archive or has no end.
 */
export async function readArchive(stream: Readable, take: TakeEntry): Promise<void> {
  const parser = extract();
  let stopped = false;
  // An archive that is whole ends with empty blocks; the parser takes one that is cut off between two entries.
  let end: Uint8Array = new Uint8Array();
  stream.on(
    'data',
    (chunk: Buffer) => (end = chunk.length >= block ? chunk.subarray(-block) : Buffer.concat([end, chunk]).subarray(-block)),
  );
  stream.on('error', (error: Error) => parser.destroy(error));
  stream.pipe(parser);
  try {
    for await (const entry of parser) {
      const outcome = await take(entryOf(entry.header as ReadHeader), entry as unknown as AsyncIterable<Uint8Array>);
      if (outcome === 'stop') {
        stopped = true;
        return;
      }
      entry.resume();
    }
    if (end.length < block || end.some((byte) => byte !== 0)) throw new Error('Unexpected end of the archive');
  } catch (error) {
    const cause: unknown = stream.errored ?? error;
    if (stopped) return;
    if (cause instanceof SlipwayError || !(cause instanceof Error) || !/tar|checksum|Unexpected end/i.test(cause.message)) throw cause;
    throw failure('engineFailed', { operation: 'read files', status: 200, detail: cause.message }, cause);
  } finally {
    stream.on('error', () => undefined).destroy();
    parser.destroy();
  }
}

/** A header as the parser gives it: its types say that everything is there. */
interface ReadHeader {
  readonly name: string;
  readonly type?: Header['type'];
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: Date;
  readonly linkname?: string | null;
  readonly pax?: Readonly<Record<string, string>> | null;
}

function entryOf(header: ReadHeader): ArchiveEntry {
  const { pax } = header;
  const seconds = Number(pax?.['mtime'] ?? Number.NaN);
  const type = own(types, header.type ?? 'file') ?? 'other';
  const extended = keptExtensions(pax ?? {});
  return {
    name: header.name,
    type,
    size: type === 'file' ? (header.size ?? 0) : 0,
    mode: (header.mode ?? 0) & 0o7777,
    user: whole(pax?.['uid'], header.uid),
    group: whole(pax?.['gid'], header.gid),
    modified: Number.isFinite(seconds) ? seconds * 1000 : (header.mtime?.getTime() ?? 0),
    ...((type === 'link' || type === 'hardLink') && { target: header.linkname ?? '' }),
    ...(extended && { extended }),
  };
}

function whole(text: string | undefined, otherwise: number | undefined): number {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : (otherwise ?? 0);
}

/** Attributes that are text. Capabilities are no text, and the system takes them from a file that is written. */
function keptExtensions(pax: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const kept = Object.entries(pax).filter(([key, value]) => key.startsWith('SCHILY.xattr.user.') && !value.includes('\u{fffd}'));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
