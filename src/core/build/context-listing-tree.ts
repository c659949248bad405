import type { ContextRow } from './context-listing-page';

/** A folder or file while the sums of a side are made. */
export interface ContextFolder {
  readonly path: string;
  kind: ContextRow['kind'];
  files: number;
  bytes: number;
  line?: number;
  readonly children: Map<string, ContextFolder>;
}

/** So many rows of a side are shown, and so many of one folder; the largest. */
const mostRows = 3_000;
const mostInFolder = 200;

/** An empty folder, `''` for the context itself. */
export function folderNode(path: string): ContextFolder {
  return { path, kind: 'folder', files: 0, bytes: 0, children: new Map() };
}

/** The node of a path, made where it is missing; it and all folders above it grow by the files and bytes. */
export function inTree(root: ContextFolder, path: string, files: number, bytes: number): ContextFolder {
  let node = root;
  for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
    node.files += files;
    node.bytes += bytes;
    const above = end === -1 ? path : path.slice(0, end);
    const name = above.slice(node.path === '' ? 0 : node.path.length + 1);
    let child = node.children.get(name);
    if (!child) node.children.set(name, (child = folderNode(above)));
    node = child;
    if (end === -1) break;
  }
  node.files += files;
  node.bytes += bytes;
  return node;
}

interface Growing {
  readonly folder: ContextFolder;
  readonly rows: GrowingRow[];
  more: number;
}

type GrowingRow = { -readonly [Key in keyof ContextRow]: ContextRow[Key] };

/** The rows of a folder, largest first; folders are opened from the largest on until there are enough rows. */
export function rowsOf(root: ContextFolder): { readonly rows: readonly ContextRow[]; readonly more: number } {
  const top: Growing = { folder: root, rows: [], more: 0 };
  let left = mostRows;
  // Level by level, so that no folder of the first level is hidden by what is deep in another.
  for (let level: readonly Growing[] = [top]; level.length > 0;) {
    const next: Growing[] = [];
    for (const growing of level.toSorted((first, second) => bySize(first.folder, second.folder))) {
      const sorted = [...growing.folder.children.values()].sort(bySize);
      const shown = sorted.slice(0, Math.min(mostInFolder, left));
      growing.more = sorted.length - shown.length;
      left -= shown.length;
      for (const child of shown) {
        const rows: GrowingRow[] = [];
        const row = rowOf(child, growing.folder, rows);
        growing.rows.push(row);
        if (child.children.size > 0) next.push(growingRow(child, row, rows));
      }
    }
    level = next;
  }
  return { rows: top.rows, more: top.more };
}

function growingRow(folder: ContextFolder, row: GrowingRow, rows: GrowingRow[]): Growing {
  return {
    folder,
    rows,
    get more() {
      return row.more;
    },
    set more(count) {
      row.more = count;
    },
  };
}

function rowOf({ path, kind, files, bytes, line }: ContextFolder, above: ContextFolder, rows: readonly ContextRow[]): GrowingRow {
  // What the folder above says already is not said again.
  return { path, kind, files, bytes, ...(line === undefined || line === above.line ? {} : { line }), rows, more: 0 };
}

function bySize(first: ContextFolder, second: ContextFolder): number {
  return second.bytes - first.bytes || second.files - first.files || (first.path < second.path ? -1 : 1);
}
