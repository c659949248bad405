import assert from 'node:assert/strict';
import type { BuildEvent } from '../../../../src/core/build/build-progress';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import { compareBuilds, type ComparedBuild } from '../../../../src/core/build/compare-builds';
import { seededNumbers } from '../../../../scripts/seeded-numbers';
import { buildRequest } from '../../../support/fake-builds';
import { graphOf, stepEvent } from '../../../support/fake-steps';

/** A build of instructions, each on the one before; `made` are the numbers (from 1) of those that were not cached. */
function built(instructions: readonly string[], made: readonly number[], files: readonly string[] = [], more: Partial<BuildRequest> = {}): ComparedBuild {
  const name = (index: number): string => `[${String(index + 1)}/${String(instructions.length)}] ${instructions[index] ?? ''}`;
  const events: BuildEvent[] = instructions.map((_, index) =>
    stepEvent(name(index), { inputs: [...(index > 0 ? [name(index - 1)] : []), 'context'], started: 1, completed: 2, cached: !made.includes(index + 1) }),
  );
  const graph = graphOf([stepEvent('[internal] load build context', { id: 'context', started: 1, completed: 2 }), ...events, ...files.map((path): BuildEvent => ({ kind: 'file', file: { path, size: 1 } }))]);
  return { request: buildRequest('/w', more), steps: graph.steps, files: graph.files };
}

const file = ['FROM alpine', 'COPY package.json /app/', 'RUN npm ci', 'COPY src /app', 'RUN make'];
const summary = (before: ComparedBuild, after: ComparedBuild) => compareBuilds(before, after).lost.map(({ text, loss, followers }) => [text, loss, followers.length]);

describe('two builds of a Dockerfile', () => {
  const cached = built(file, []);

  it('that are equal differ in nothing', () => assert.deepEqual(compareBuilds(cached, cached), { lost: [], gained: 0, kept: 5, gone: [] }));

  it('tell which file cost the cache, and what followed', () => {
    assert.deepEqual(summary(cached, built(file, [4, 5], ['src/app.ts', 'README.md'])), [['COPY src /app', { kind: 'files', paths: ['src/app.ts'], count: 1 }, 1]]);
    const many = Array.from({ length: 9 }, (_, index) => `src/${String(index)}.ts`);
    assert.deepEqual(summary(cached, built(file, [4, 5], many)), [['COPY src /app', { kind: 'files', paths: many.slice(0, 5), count: 9 }, 1]]);
  });

  it('count what was made then and is cached now', () => {
    assert.deepEqual(compareBuilds(built(file, [3, 4, 5]), cached), { lost: [], gained: 3, kept: 2, gone: [] });
  });

  it('tell of instructions that changed, came and went', () => {
    const changed = file.with(2, 'RUN npm install');
    assert.deepEqual(summary(cached, built(changed, [3, 4, 5])), [['RUN npm install', { kind: 'instruction', before: 'RUN npm ci' }, 2]]);
    assert.deepEqual(summary(cached, built([...file, 'RUN test'], [6])), [['RUN test', { kind: 'new' }, 0]]);
    assert.deepEqual(compareBuilds(cached, built(file.slice(0, 4), [])).gone, ['RUN make']);
    assert.deepEqual(summary(cached, built(file.with(0, 'FROM debian'), [1, 2, 3, 4, 5])).map(([text, loss]) => [text, loss]), [
      ['FROM debian', { kind: 'instruction', before: 'FROM alpine' }], ['COPY package.json /app/', { kind: 'unknown' }],
    ]);
  });

  it('tell of no cache and of build arguments', () => {
    assert.deepEqual(summary(cached, built(file, [2, 3, 4, 5], [], { noCache: true })), [['COPY package.json /app/', { kind: 'noCache' }, 3]]);
    const then = built(file, [], [], { buildArguments: { A: '1', B: '2' } });
    assert.deepEqual(summary(then, built(file, [3, 4, 5], [], { buildArguments: { A: '1', B: '3' } })), [['RUN npm ci', { kind: 'arguments', names: ['B'] }, 2]]);
    assert.deepEqual(summary(cached, built(file, [3, 4, 5])), [['RUN npm ci', { kind: 'unknown' }, 2]]);
  });

  for (const [copy, path, hit] of [
    ['COPY . /', 'a/b', true], ['COPY ./ /', 'a/b', true], ['COPY --chown=1:1 src /', 'src/a', true], ['COPY src /', 'srcs/a', false], ['COPY src/ /', 'src/a/b', true],
    ['COPY *.json /', 'a.json', true], ['COPY *.json /', 'a/b.json', false], ['COPY ["a b", "/"]', 'a b/c', true], ['COPY --link ["a", "/"]', 'a', true], ['COPY --from=x . /', 'a', false],
    ['ADD https://h/x.tar /', 'x.tar', false], ['COPY a b /', 'b', true], ['COPY a b /', '/', false], ['COPY <<EOF /x', 'x', false], ['COPY /abs /', 'abs', true], ['RUN make', 'make', false],
    ['COPY ["broken, /', 'broken', false], ['COPY', 'x', false],
  ] as const) {
    it(`${copy} ${hit ? 'copies' : 'does not copy'} ${path}`, () => {
      const one = ['FROM x', copy];
      assert.deepEqual(summary(built(one, []), built(one, [2], [path])).map(([, loss]) => (loss as { readonly kind: string }).kind), [hit ? 'files' : 'unknown']);
    });
  }

  it('name each step that was made anew once, as a cause or behind one', () => {
    const next = seededNumbers(21);
    for (let turn = 0; turn < 300; turn++) {
      const count = 1 + Math.floor(next() * 8);
      const instructions = Array.from({ length: count }, (_, index) => (index === 0 ? 'FROM x' : `RUN ${String(index)}`));
      const first = 2 + Math.floor(next() * count);
      const made = instructions.map((_, index) => index + 1).filter((number) => number >= first);
      const after = built(instructions, made);
      const { lost } = compareBuilds(built(instructions, []), after);
      const named = lost.flatMap(({ step, followers }) => [step, ...followers]);
      assert.deepEqual(named.toSorted(), after.steps.filter(({ step }) => step.name.startsWith('[') && !step.cached && step.id !== 'context').map(({ step }) => step.id).toSorted());
      assert.ok(lost.length <= 1);
    }
  });

  it('end although the steps stand on each other in a circle', () => {
    const round = graphOf([stepEvent('[1/2] RUN a', { inputs: ['[2/2] RUN b'], started: 1 }), stepEvent('[2/2] RUN b', { inputs: ['[1/2] RUN a'], started: 1 })]);
    const build = { request: buildRequest('/w'), steps: round.steps, files: [] };
    assert.doesNotThrow(() => compareBuilds(build, build));
  });
});
