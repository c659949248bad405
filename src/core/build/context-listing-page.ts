/** How many files, and their bytes. */
export interface ContextSum {
  readonly files: number;
  readonly bytes: number;
}

/** A file or folder of a build's context; all of it is untrusted text. */
export interface ContextRow extends ContextSum {
  /** With `/`, relative to the context. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
  /** Line of the ignore file, from 1, that leaves it out or, on the side of what is sent, lets it in again; none where the folder's row says it. */
  readonly line?: number;
  readonly rows: readonly ContextRow[];
  /** How many rows of the folder are not among them. */
  readonly more: number;
}

/** What is sent, or what is left out. */
export interface ContextSide extends ContextSum {
  readonly rows: readonly ContextRow[];
  readonly more: number;
}

/** A proposal for an ignore file. */
export interface IgnoreProposal extends ContextSum {
  /** Lines, exceptions behind what they except; the first tells proposals apart. */
  readonly patterns: readonly string[];
  /** Why, translated. */
  readonly reason: string;
  readonly ticked: boolean;
}

/** What the page of a build's context shows. */
export interface ContextPageModel {
  /** Absolute path. */
  readonly folder: string;
  /** Absolute path; undefined for a folder without one. */
  readonly dockerfile: string | undefined;
  /** The ignore file that counts, or would be made, by its absolute path. */
  readonly ignoreFile: string;
  readonly hasIgnoreFile: boolean;
  /** Patterns of the lines that rows name. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Lines that a builder refuses. */
  readonly problems: readonly { readonly line: number; readonly pattern: string }[];
  readonly sent: ContextSide;
  readonly leftOut: ContextSide;
  /** What COPY and ADD name of what is sent; undefined without a Dockerfile. */
  readonly used: ContextSum | undefined;
  /** Some sources are known only while it is built. */
  readonly usedUnsure: boolean;
  /** There is more in the folder than was read. */
  readonly truncated: boolean;
  /** Folders that cannot be read, the first of them, and how many there are. */
  readonly unreadable: readonly string[];
  readonly unreadableCount: number;
  /** For a context without an ignore file. */
  readonly proposals: readonly IgnoreProposal[];
}

/** What may be wished for on the page. */
export type ContextPageWish =
  | { readonly kind: 'leaveOut'; readonly path: string }
  | { readonly kind: 'send'; readonly path: string }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'openIgnoreFile' }
  | { readonly kind: 'openDockerfile' }
  | { readonly kind: 'create'; readonly patterns: readonly string[] };

/** The row of a path, among these rows and those below them. */
export function contextRow(rows: readonly ContextRow[], path: unknown): ContextRow | undefined {
  if (typeof path !== 'string') return undefined;
  for (let [level, at] = [rows, 0]; at < level.length; at++) {
    const row = level[at];
    if (row?.path === path) return row;
    if (row && path.startsWith(`${row.path}/`)) [level, at] = [row.rows, -1];
  }
  return undefined;
}
