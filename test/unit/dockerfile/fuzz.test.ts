import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, inOrder } from '../../../src/dockerfile/edits';
import { fixAll } from '../../../src/dockerfile/fix-all';
import type { Instruction } from '../../../src/dockerfile/instruction';
import { lintDockerfile } from '../../../src/dockerfile/lint';
import { mergeCandidates, mergeRefusal } from '../../../src/dockerfile/merge-candidates';
import { refusalText } from '../../../src/dockerfile/merge/merge-refusal';
import type { Dockerfile } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { consecutiveRun } from '../../../src/dockerfile/rules/consecutive-run';
import type { Range } from '../../../src/dockerfile/text';
import { fuzzed } from './fuzzed-text';

/** More and other texts: `FUZZ_RUNS=100000 FUZZ_SEED=7 npx mocha --import=tsx test/unit/dockerfile/fuzz.test.ts`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

function forAnyText(check: (text: string) => void): void {
  fc.assert(fc.property(fuzzed, check), { numRuns: runs, seed });
}

function within(text: string, { start, end }: Range): void {
  assert.ok(start >= 0 && start <= end && end <= text.length, `range ${start}-${end} of ${text.length}`);
}

function readEverything(file: Dockerfile, instruction: Instruction): void {
  const { text } = file;
  within(text, instruction.range);
  within(text, instruction.keywordRange);
  within(text, instruction.argumentsRange);
  for (const word of [...instruction.words, ...instruction.flags]) within(text, word.range);
  for (const element of instruction.json ?? []) within(text, element.range);
  for (const pair of instruction.keyValues.pairs) within(text, pair.valueRange ?? pair.keyRange);
  for (const heredoc of instruction.heredocs) within(text, heredoc.bodyRange);
  for (const path of [...instruction.copy.sources, instruction.from.image]) if (path !== undefined) within(text, path.range);
  for (let at = 0; at < instruction.joined.text.length; at++) {
    assert.equal(text[instruction.joined.offsetInFile(at)], instruction.joined.text[at]);
  }
  for (const command of instruction.script?.commands ?? []) {
    for (const span of [command, ...command.words, ...command.redirects]) within(text, instruction.script!.rangeOf(span));
  }
  if (instruction.trigger !== undefined) readEverything(file, instruction.trigger);
}

describe('any text', function () {
  this.timeout(Math.max(20_000, runs * 20));

  it('is read, and every range lies in it', () => {
    forAnyText((text) => {
      const file = parseDockerfile(text);
      let end = 0;
      for (const instruction of file.instructions) {
        readEverything(file, instruction);
        assert.ok(instruction.range.start >= end, 'instructions do not overlap');
        assert.ok(instruction.firstLine <= instruction.lastLine && instruction.lastLine < file.source.lineCount);
        ({ end } = instruction.range);
      }
    });
  });

  it('is checked, and every finding and fix can be used', () => {
    forAnyText((text) => {
      for (const finding of lintDockerfile(parseDockerfile(text))) {
        for (const range of [finding.range, ...finding.alsoAt]) within(text, range);
        for (const fix of [finding.fix, ...finding.alternatives]) {
          if (fix === undefined) continue;
          for (const edit of fix.edits) within(text, edit.range);
          assert.ok(inOrder(fix.edits) !== undefined, `${finding.code}: edits overlap`);
          parseDockerfile(applyEdits(text, fix.edits));
        }
      }
    });
  });

  it('comes to rest under "fix all", and the edits lead there', () => {
    forAnyText((text) => {
      const fixed = fixAll(text);
      assert.equal(applyEdits(text, fixed.edits), fixed.text);
    });
  });

  it('has its RUN instructions merged into one, or a reason why not', () => {
    forAnyText((text) => {
      const file = parseDockerfile(text);
      for (const plan of mergeCandidates(file)) {
        const merged = parseDockerfile(applyEdits(text, plan.edits));
        assert.equal(merged.instructions.length, file.instructions.length - plan.instructions.length + 1);
        assert.deepEqual(
          merged.comments.map((comment) => comment.text).toSorted().filter((comment) => !text.includes(comment)),
          [],
        );
      }
      for (const run of file.instructions) {
        mergeCandidates(file, run.range);
        const refusal = mergeRefusal(file, { start: run.range.start, end: text.length });
        if (refusal !== undefined) assert.ok(refusalText(refusal).length > 0);
      }
      const once = fixAll(text, undefined, [consecutiveRun]).text;
      assert.equal(fixAll(once, undefined, [consecutiveRun]).text, once, 'a second application changes nothing');
    });
  });

  it('may be nested however deep', () => {
    const deep = 2_000;
    for (const [open, close] of [
      ['( ', ' )'],
      ['$(', ')'],
      ['"$(', ')"'],
      ['`', '`'],
      ['if a; then ', '; fi'],
      ['{ ', '; }'],
      ['${a:-', '}'],
      ['$((', '))'],
      ['a && ', ''],
      ['a | ', ''],
      ['! ', ''],
    ] as const) {
      const text = `FROM a\nRUN ${open.repeat(deep)}b${close.repeat(deep)}\nRUN c\n`;
      lintDockerfile(parseDockerfile(text)).forEach(({ fix }) => fix);
    }
  });
});
