import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unifiedDiff } from '../../../src/cli/unified-diff';
import { applyEdits, type TextEdit } from '../../../src/dockerfile/edits';

/** Applies a diff as `patch` does without fuzz; throws where a line does not fit. */
function patched(text: string, diff: string): string {
  const old = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const lines = diff.replaceAll('\n\\ No newline at end of file\n', '\uffff').match(/[^\n\uffff]*[\n\uffff]/g)?.slice(2) ?? [];
  const result: string[] = [];
  let at = 0;
  let left = { old: 0, new: 0 };
  for (const marked of lines) {
    const line = marked.endsWith('\uffff') ? marked.slice(1, -1) : marked.slice(1);
    const header = left.old + left.new === 0 ? /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(marked) : null;
    if (header !== null) {
      left = { old: Number(header[2] ?? 1), new: Number(header[4] ?? 1) };
      const first = Number(header[1]) - (left.old === 0 ? 0 : 1);
      result.push(...old.slice(at, first));
      at = first;
      assert.equal(Number(header[3]) - (left.new === 0 ? 0 : 1), result.length, 'the new place');
      continue;
    }
    if (marked[0] !== '+') {
      assert.equal(line, old[at++]);
      left.old--;
    }
    if (marked[0] !== '-') {
      result.push(line);
      left.new--;
    }
  }
  assert.deepEqual(left, { old: 0, new: 0 });
  return [...result, ...old.slice(at)].join('');
}

describe('Unified diffs', () => {
  it('are empty where nothing changes', () => {
    assert.equal(unifiedDiff('a', 'x\n', []), '');
    assert.equal(unifiedDiff('a', 'x\n', [{ range: { start: 0, end: 1 }, text: 'x' }]), '');
  });

  it('say where there is no newline at the end', () => {
    assert.equal(
      unifiedDiff('a', 'x\ny', [{ range: { start: 3, end: 3 }, text: '\n' }]),
      '--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+y\n',
    );
  });

  it('stand in two hunks where they are far apart', () => {
    const text = Array.from({ length: 20 }, (_, line) => `${line}\n`).join('');
    const diff = unifiedDiff('a', text, [{ range: { start: 0, end: 0 }, text: 'new\n' }, { range: { start: text.length - 3, end: text.length }, text: '' }]);
    assert.deepEqual(diff.match(/^@@.*/gm), ['@@ -1,3 +1,4 @@', '@@ -17,4 +18,3 @@']);
  });

  it('lead from the one text to the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', '\n', '\r\n', ' '), { maxLength: 40 }).map((parts) => parts.join(''));
    const cuts = fc.array(fc.tuple(fc.nat(45), fc.nat(6), fc.constantFrom('', 'x', '\n', 'y\nz', 'q\n')), { maxLength: 5 });
    fc.assert(
      fc.property(text, cuts, (text, cuts) => {
        const edits: TextEdit[] = [];
        let at = 0;
        for (const [start, length, inserted] of cuts.toSorted((a, b) => a[0] - b[0])) {
          const from = Math.max(at, Math.min(start, text.length));
          const end = Math.min(from + length, text.length);
          if (from < at || (edits.length > 0 && from === at)) continue;
          edits.push({ range: { start: from, end }, text: inserted });
          at = end;
        }
        assert.equal(patched(text, unifiedDiff('f', text, edits)), applyEdits(text, edits));
      }),
      { numRuns: 3000 },
    );
  });
});
