import type { DockerIgnore } from '../ignore/dockerignore';
import { type ContextFolder, folderNode, inTree, rowsOf } from './context-listing-tree';
import type { ContextSide, ContextSum } from './context-listing-page';

/** Something that lies in the folder of a build. */
export interface ContextEntry {
  /** With `/`, relative to the folder. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
  /** Of a file, in bytes; 0 for everything else. */
  readonly bytes: number;
}

/** What a builder gets of a folder, and what an ignore file keeps from it. */
export interface ContextListing {
  readonly sent: ContextSide;
  readonly leftOut: ContextSide;
  /** Of what is sent, what COPY and ADD name. */
  readonly used: ContextSum;
}

/** What is asked of a folder. */
export interface ContextQuestion {
  readonly ignore: DockerIgnore;
  /** Whether COPY or ADD name this path of the context, or a folder above it. */
  readonly isUsed: (path: string) => boolean;
}

/** Entries after which other work may go on. */
const atOnce = 2_000;

/**
 * Sorts what lies in a folder into what is sent and what is left out, each summed up by folders, in time linear in the
 * entries. `pause` is awaited now and then; it throws to end the work.
 */
export async function contextListing(
  entries: readonly ContextEntry[],
  { ignore, isUsed }: ContextQuestion,
  pause: () => Promise<unknown>,
): Promise<ContextListing> {
  const sent = folderNode('');
  const leftOut = folderNode('');
  let used: ContextSum = { files: 0, bytes: 0 };
  for (const [index, entry] of entries.entries()) {
    if (index % atOnce === atOnce - 1) await pause();
    const { ignored, line } = ignore.decision(entry.path);
    // A folder that is kept out may hold what is sent: that makes its row then.
    if (!ignored && entry.kind !== 'folder' && isUsed(entry.path)) used = { files: used.files + 1, bytes: used.bytes + entry.bytes };
    place(ignored ? leftOut : sent, entry, line);
  }
  return { sent: side(sent), leftOut: side(leftOut), used };
}

function place(root: ContextFolder, { path, kind, bytes }: ContextEntry, line: number | undefined): void {
  const node = inTree(root, path, kind === 'folder' ? 0 : 1, bytes);
  node.kind = kind;
  if (line !== undefined) node.line = line;
}

function side(root: ContextFolder): ContextSide {
  return { files: root.files, bytes: root.bytes, ...rowsOf(root) };
}
