import type { TextEdit } from '../dockerfile/edits';
import { SourceText } from '../dockerfile/text';

/** Lines that stay around each change. */
const around = 3;

/** Lines `[first, end)` of the old text, counted from zero, and what stands in their place; lines with their ends. */
interface Change {
  readonly first: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * What the edits (in order, not overlapping) change, in the unified format that `patch` and `git apply` read; empty
 * where they change nothing. Made of the edits, which are known: the package `diff` looks for them again, and takes minutes for
 * 20,000 changed lines.
 */
export function unifiedDiff(file: string, text: string, edits: readonly TextEdit[]): string {
  const source = new SourceText(text);
  const old = linesOf(text);
  const changes = changesOf(source, old, edits);
  if (changes.length === 0) return '';
  let shift = 0;
  let diff = `--- ${nameOf('a', file)}\n+++ ${nameOf('b', file)}\n`;
  for (const group of grouped(changes)) {
    const start = Math.max(0, (group[0]?.first ?? 0) - around);
    const end = Math.min(old.length, (group.at(-1)?.end ?? 0) + around);
    const grown = group.reduce((sum, change) => sum + change.lines.length - (change.end - change.first), 0);
    diff += `@@ -${extent(start, end - start)} +${extent(start + shift, end - start + grown)} @@\n`;
    shift += grown;
    let at = start;
    for (const change of group) {
      for (const line of old.slice(at, change.first)) diff += marked(' ', line);
      for (const line of old.slice(change.first, change.end)) diff += marked('-', line);
      for (const line of change.lines) diff += marked('+', line);
      at = change.end;
    }
    for (const line of old.slice(at, end)) diff += marked(' ', line);
  }
  return diff;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => (index < lines.length - 1 ? [`${line}\n`] : line === '' ? [] : [line]));
}

/** Edits that share a line or stand on neighbouring ones are one change. */
function changesOf(source: SourceText, old: readonly string[], edits: readonly TextEdit[]): readonly Change[] {
  const changes: Change[] = [];
  for (let index = 0; index < edits.length;) {
    const first = source.lineAt(edits[index]?.range.start ?? 0);
    let end = first;
    const own: TextEdit[] = [];
    for (let edit = edits[index]; edit !== undefined && (own.length === 0 || source.lineAt(edit.range.start) <= end); edit = edits[index]) {
      own.push(edit);
      // The line in which the edit ends is part of the change, so that what follows it stays on its line.
      end = Math.max(end, Math.min(old.length, source.lineAt(edit.range.end) + 1));
      index++;
    }
    const change = trimmed(old, { first, end, lines: linesOf(replaced(source, first, end, own)) });
    if (change.end > change.first || change.lines.length > 0) changes.push(change);
  }
  return changes;
}

function replaced(source: SourceText, first: number, end: number, edits: readonly TextEdit[]): string {
  const { text } = source;
  let at = source.lineStart(first);
  let result = '';
  for (const { range, text: inserted } of edits) {
    result += text.slice(at, range.start) + inserted;
    at = range.end;
  }
  return result + text.slice(at, source.lineStart(end));
}

/** The change without lines that are equal at its two ends. */
function trimmed(old: readonly string[], { first, end, lines }: Change): Change {
  let from = 0;
  let to = lines.length;
  while (first < end && from < to && old[first] === lines[from]) {
    first++;
    from++;
  }
  while (first < end && from < to && old[end - 1] === lines[to - 1]) {
    end--;
    to--;
  }
  return { first, end, lines: lines.slice(from, to) };
}

/** Changes whose surrounding lines would touch stand in one hunk. */
function grouped(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && change.first - before.end <= 2 * around) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function extent(start: number, count: number): string {
  const first = count === 0 ? start : start + 1;
  return count === 1 ? String(first) : `${first},${count}`;
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** As git writes names: those with special characters in quotes. */
function nameOf(side: string, file: string): string {
  const name = file.startsWith('/') ? side + file : `${side}/${file}`;
  // eslint-disable-next-line no-control-regex -- these are the characters to be found
  return /["\\\u0000-\u001f]/.test(name) ? JSON.stringify(name) : name;
}
