import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEdits } from '../../../src/dockerfile/edits';
import type { Instruction } from '../../../src/dockerfile/instruction';
import { mergeCandidates, mergeRefusal } from '../../../src/dockerfile/merge-candidates';
import { mergeRuns, type MergeResult } from '../../../src/dockerfile/merge-run';
import type { Dockerfile } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';

function runsOf(file: Dockerfile): readonly Instruction[] {
  return file.instructions.filter(({ name }) => name === 'RUN');
}

function merge(...lines: readonly string[]): MergeResult {
  const file = parseDockerfile(['FROM a', ...lines].join('\n'));
  return mergeRuns(file, runsOf(file));
}

function merged(...lines: readonly string[]): string {
  const text = ['FROM a', ...lines].join('\n');
  const { plans } = merge(...lines);
  assert.ok(plans !== undefined, 'is merged');
  return `${plans[0].behaviour}: ${applyEdits(text, plans[0].edits).slice('FROM a\n'.length)}`;
}

describe('merging RUN', () => {
  it('takes nothing but RUN', () => {
    const file = parseDockerfile('FROM a\nRUN b\nENV c=d\nRUN e\nONBUILD RUN f\n');
    const [, run, env, last, trigger] = file.instructions;
    for (const [others, kind, refused] of [[[run, env], 'notAdjacent', env], [[env, last], 'notAdjacent', env], [[run, last], 'notAdjacent', last], [[last, trigger], 'onbuild', trigger], [[run], 'tooFew', run], [[], 'tooFew', undefined]] as const) {
      const { refusal } = mergeRuns(file, others.flatMap((one) => one ?? []));
      assert.deepEqual([refusal?.kind, refusal?.instruction], [kind, refused]);
    }
  });
  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['an instruction between', ['RUN a', 'ENV b=c', 'RUN d'], 'notAdjacent'],
    ['a stage between', ['RUN a', 'FROM b', 'RUN c'], 'otherStage'],
    ['the exec form', ['RUN ["a"]', 'RUN b'], 'execForm'],
    ['nothing to run', ['RUN', 'RUN b'], 'empty'],
    ['only a comment to run', ['RUN # a', 'RUN b'], 'empty'],
    ['a here-document', ['RUN cat <<E > f', 'x', 'E', 'RUN b'], 'heredoc'],
    ['a here-document with a blank', ['RUN cat << E > f', 'x', 'E', 'RUN b'], 'heredoc'],
    ['other flags', ['RUN --network=none a', 'RUN b'], 'otherFlags'],
    ['the same flags in another order', ['RUN --network=none --security=insecure a', 'RUN --security=insecure --network=none b'], 'otherFlags'],
    ['a bind mount that is written to', ['RUN --mount=target=/x,rw a', 'RUN --mount=target=/x,rw b'], 'ownMounts'],
    ['another shell from a comment', ['RUN a', '# hadolint shell=bash', 'RUN b'], 'otherShell'],
    ['broken quotes', ['RUN a "', 'RUN b'], 'syntax'],
    ['an unfinished list', ['RUN a &&', 'RUN b'], 'syntax'],
    ['an unfinished condition', ['RUN if a; then b', 'RUN c; fi'], 'syntax'],
    ['a comment over several lines', ['RUN a # b \\', '  && c', 'RUN d'], 'comment'],
    ['the background', ['RUN a & b', 'RUN c'], 'background'],
    ['the background in the second', ['RUN a', 'RUN b & c'], 'background'],
    ['set -e behind &&, and more to come', ['RUN a', 'RUN set -e; b; c', 'RUN d'], 'state'],
    ['an unknown shell', ['SHELL ["python", "-c"]', 'RUN a', 'RUN b'], 'unknownJoiner'],
    ['a list in cmd that goes on after errors', ['SHELL ["cmd", "/S", "/C"]', 'RUN a & b', 'RUN c'], 'unknownJoiner'],
    ['statements in PowerShell', ['SHELL ["pwsh", "-c"]', 'RUN a; b', 'RUN c'], 'unknownJoiner'],
    ['a single RUN', ['RUN a'], 'tooFew'],
  ];
  for (const [title, lines, kind] of refused) {
    it(`is refused: ${title}`, () => assert.equal(merge(...lines).refusal?.kind, kind));
  }

  it('is refused behind ONBUILD', () => {
    const file = parseDockerfile('FROM a\nONBUILD RUN a\nONBUILD RUN b');
    assert.equal(mergeRuns(file, file.instructions.slice(1)).refusal?.kind, 'onbuild');
    assert.deepEqual(mergeCandidates(file), []);
  });

  it('keeps what goes together', () => {
    assert.equal(merged('RUN a && b', 'RUN c | d'), 'same: RUN a && b && \\\n    c | d');
    assert.equal(merged('RUN a; b', 'RUN c || d'), 'same: RUN { a; b; } && \\\n    { c || d; }');
    assert.equal(merged('RUN set -eux; a; b', 'RUN set -eux; c; d'), 'same: RUN set -eux; a; b; \\\n    c; d');
    assert.equal(merged('RUN set -eux; cd x; b', 'RUN set -eux; c'), 'same: RUN set -eux; ( cd x; b ); \\\n    c');
    assert.equal(merged('RUN cd x && b', 'RUN cd /y && c'), 'same: RUN cd x && b && \\\n    cd /y && c');
    assert.equal(merged('RUN for i in 1 2; do a $i; done', 'RUN b'), 'same: RUN for i in 1 2; do a $i; done && \\\n    b');
    assert.equal(merged('RUN for i in 1 2; do a $i; done', 'RUN b $i'), 'same: RUN ( for i in 1 2; do a $i; done ) && \\\n    b $i');
    assert.equal(merged('RUN http_proxy=x; a', 'RUN b'), 'same: RUN ( http_proxy=x; a ) && \\\n    b');
    assert.equal(merged('RUN set -e; a && b', 'RUN c; d'), 'changes: RUN set -e; a && b && \\\n    { c; d; }');
    assert.equal(merged('SHELL ["sh", "-ec"]', 'RUN a; b', 'RUN c; d'), 'same: SHELL ["sh", "-ec"]\nRUN a; b; \\\n    c; d');
  });

  it('says what changes', () => {
    const { plans } = merge('RUN cd x', 'RUN b');
    assert.deepEqual(
      plans?.map(({ behaviour, changedBy }) => [behaviour, changedBy]),
      [
        ['same', undefined],
        ['changes', 'cd'],
      ],
    );
  });

  it('is offered for the row, for a selection, and for each neighbour', () => {
    const file = parseDockerfile('FROM a\nRUN a\nRUN b\nRUN c\nRUN ["d"]\nRUN e\nRUN f\nUSER x\nRUN g\n');
    const lines = (range?: { start: number; end: number }): number[][] =>
      mergeCandidates(file, range).map(({ instructions }) => instructions.map(({ firstLine }) => firstLine));
    const line = (first: number, last = first): { start: number; end: number } => ({
      start: file.source.lineStart(first),
      end: file.source.lineRange(last).end,
    });
    assert.deepEqual(lines(), [[1, 2, 3], [5, 6]]);
    assert.deepEqual(lines(line(2)), [[1, 2], [2, 3], [1, 2, 3]]);
    assert.deepEqual(lines(line(1, 2)), [[1, 2]]);
    assert.deepEqual(lines(line(6)), [[5, 6]]);
    assert.deepEqual(lines(line(8)), []);
    assert.deepEqual(lines(line(0)), []);
    assert.equal(mergeRefusal(file, line(3, 5))?.kind, 'execForm');
    assert.equal(mergeRefusal(file, line(1, 3)), undefined);
  });
});

/** Texts that do the same, one by one in shells of their own and merged in one: what ran, where, and with which end. */
describe('merged shell text', function () {
  this.timeout(60_000);
  const shells = [['/bin/sh', '-c'], ['/bin/sh', '-e', '-c'], ['/bin/bash', '-c'], ['/bin/bash', '-eo', 'pipefail', '-c']].filter(
    ([program = '']) => existsSync(program),
  );
  const texts = [
    ['t 1 0', 't 2 0', 't 3 0'],
    ['t 1 1; t 2 0', 't 3 1; t 4 0', 't 5 0'],
    ['t 1 1 || t 2 0', 't 3 0 || t 4 0', 't 5 1 && t 6 0 || t 7 1'],
    ['cd / && t 1 0', 't 2 0', 'cd /tmp && t 3 0', 'cd / && t 4 0'],
    ['V=1; t 1 0', 'export V=2; t 2 0', 't 3 0'],
    ['set -e; t 1 0; t 2 1; t 3 0', 't 4 0'],
    ['set -e; t 1 1 && t 2 0; t 3 0', 'set -e; t 4 0 && t 5 1', 't 6 0'],
    ['set -eu; cd /; t 1 0', 'set -eu; t 2 0; t 3 1; t 4 0', 'set -eu; t 5 0'],
    ['t 1 0; exit 0', 't 2 0', 'exec t 3 0', 't 4 0'],
    ['for i in 1 2; do t $i 1; t x 0; done', 't "$i" 0', '! t 5 0'],
    ['if t 1 1; then t 2 0; fi', 't 3 0 | t 4 1', 't 5 0'],
    ['umask 077; t 1 0;', 't 2 0; ', '{ t 3 1; t 4 0; }', '( t 5 0 )'],
    ['t 1 $(t 2 1; t 3 0) # note', 't 4 0 # more', 'true'],
  ];
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-merge-'));
    writeFileSync(join(folder, 't'), '#!/bin/sh\necho "$1 $PWD [$V] $(umask)" >> "$LOG"\nexit $2\n');
    chmodSync(join(folder, 't'), 0o755);
  });

  after(() => rmSync(folder, { recursive: true }));

  function trace(shell: readonly string[], scripts: readonly string[]): string {
    const log = join(folder, 'log');
    writeFileSync(log, '');
    const [program = '', ...words] = shell;
    const env = { PATH: `${folder}:/usr/bin:/bin`, LOG: log };
    const failed = scripts.some((text) => spawnSync(program, [...words, text], { cwd: folder, env }).status !== 0);
    return `${readFileSync(log, 'utf8').split('\n').toSorted().join('\n')}\n${failed ? 'failed' : 'built'}`;
  }

  for (const shell of shells) {
    for (const lines of texts) {
      it(`${shell.join(' ')}: ${lines.join(' | RUN ')}`, () => {
        const text = ['FROM a', `SHELL ${JSON.stringify(shell)}`, ...lines.map((line) => `RUN ${line}`)].join('\n');
        const file = parseDockerfile(text);
        const scripts = (one: Dockerfile): string[] => runsOf(one).map(({ script }) => script?.text ?? '');
        let after = text;
        for (let plans = mergeCandidates(file); plans[0] !== undefined; plans = mergeCandidates(parseDockerfile(after))) {
          after = applyEdits(after, plans[0].edits);
        }
        assert.ok(after !== text, 'something is merged');
        assert.equal(trace(shell, scripts(parseDockerfile(after))), trace(shell, scripts(file)), after);
      });
    }
  }
});
