import type { Comment } from './comment';
import type { Range } from './text';

/** A comment that speaks to a linter. */
export type Pragma = SkipPragma | ShellPragma;

/** A comment that silences rules. */
export interface SkipPragma {
  readonly kind: 'skip';
  readonly dialect: 'hadolint' | 'buildkit' | 'dockerfile-utils';
  /** `instruction`: the one below; `stage`: the one whose FROM is below; `file`: all. */
  readonly scope: 'instruction' | 'stage' | 'file';
  /** As written; empty: every rule. */
  readonly names: readonly string[];
  readonly comment: Comment;
  /** Of the names, in the file. */
  readonly namesRange: Range;
}

/** `# hadolint shell=bash`: what the base image's shell is, from here to the end of the stage. */
export interface ShellPragma {
  readonly kind: 'shell';
  readonly shell: string;
  readonly comment: Comment;
}

const hadolintIgnore = /^hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*([A-Za-z0-9_]+(?:\s*,\s*[A-Za-z0-9_]+)*)/;
const hadolintShell = /^hadolint\s+shell\s*=\s*([^\s#]+)/;
const check = /^check\s*=\s*skip\s*=\s*([^;/\s]+(?:\s*,\s*[^;/\s]+)*)/i;
const utils = /^dockerfile-utils\s*:\s*ignore\b/;

/** Reads `# hadolint …`, `# check=skip=…` above an instruction, and `# dockerfile-utils: ignore`. */
export function readPragma(comment: Comment): Pragma | undefined {
  const { text } = comment;
  const ignore = hadolintIgnore.exec(text);
  if (ignore !== null) {
    const scope = ignore[1] === 'global' ? 'file' : ignore[1] === 'stage' ? 'stage' : 'instruction';
    return skip(comment, 'hadolint', scope, ignore[2] ?? '');
  }
  const shell = hadolintShell.exec(text)?.[1];
  if (shell !== undefined) return { kind: 'shell', shell, comment };
  const skipped = check.exec(text)?.[1];
  if (skipped !== undefined) return skip(comment, 'buildkit', 'instruction', skipped);
  return utils.test(text) ? skip(comment, 'dockerfile-utils', 'instruction', '') : undefined;
}

function skip(comment: Comment, dialect: SkipPragma['dialect'], scope: SkipPragma['scope'], list: string): SkipPragma {
  const at = list === '' ? comment.range.end : comment.range.end - comment.text.length + comment.text.indexOf(list);
  const names = list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const namesRange = { start: at, end: at + list.length };
  return { kind: 'skip', dialect, scope, names: names.includes('all') ? [] : names, comment, namesRange };
}

const linters =
  /^(?:check\s*=|(?:hadolint|shellcheck|dockerfile-utils|checkov|trivy|tfsec|semgrep|kics|snyk|nosemgrep|nosec|NOSONAR|NOLINT|dockle|syft|grype)(?:\W|$))/i;

/** Whether the comment speaks to a linter, ours or another, about what stands beside or below it. */
export function isLinterComment({ text }: Pick<Comment, 'text'>): boolean {
  return linters.test(text);
}
