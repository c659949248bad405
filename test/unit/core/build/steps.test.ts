import assert from 'node:assert/strict';
import { groupSteps } from '../../../../src/core/build/build-stages';
import { formatTime } from '../../../../src/core/build/format-time';
import { parseStepName } from '../../../../src/core/build/step-name';
import { lastLines, outputText } from '../../../../src/core/build/step-output';
import { durationOfAll, stateOfAll, stepDuration, stepState, type StepState } from '../../../../src/core/build/step-state';
import { formatMoved, movedBytes } from '../../../../src/core/build/step-transfers';
import { seededNumbers } from '../../../../scripts/seeded-numbers';
import { graphOf, outputEvent, step, stepEvent } from '../../../support/fake-steps';

describe('names of steps', () => {
  for (const [name, part, stage, number, of, text] of [
    ['[build 2/5] RUN make', 'stage', 'build', 2, 5, 'RUN make'],
    ['[2/5] COPY [a, b] /', 'stage', '', 2, 5, 'COPY [a, b] /'],
    ['[linux/arm64 build 2/5] RUN make', 'stage', 'linux/arm64 build', 2, 5, 'RUN make'],
    ['[1 3/4] RUN make', 'stage', '1', 3, 4, 'RUN make'],
    ['[stage-1 10/12] RUN echo "[x]"', 'stage', 'stage-1', 10, 12, 'RUN echo "[x]"'],
    ['[internal] load build context', 'before', '', undefined, undefined, 'load build context'],
    ['[internal]', 'before', '', undefined, undefined, 'internal'],
    ['[auth] library/alpine:pull token for registry-1.docker.io', 'before', '', undefined, undefined, 'library/alpine:pull token for registry-1.docker.io'],
    ['[context 1/x] load', 'before', '', undefined, undefined, 'load'],
    ['resolve image config for docker-image://docker.io/docker/dockerfile:1', 'before', '', undefined, undefined, 'resolve image config for docker-image://docker.io/docker/dockerfile:1'],
    ['exporting to image', 'after', '', undefined, undefined, 'exporting to image'],
    ['[never closed RUN', 'before', '', undefined, undefined, '[never closed RUN'],
    ['', 'before', '', undefined, undefined, ''],
  ] as const) {
    it(JSON.stringify(name), () => assert.deepEqual(parseStepName(name), { part, stage, number, of, text }));
  }
});

describe('states of steps', () => {
  const cases: readonly (readonly [Parameters<typeof step>[1], Parameters<typeof stepState>[1], StepState])[] = [
    [{}, 'running', 'waiting'],
    [{}, 'failed', 'skipped'],
    [{}, 'done', 'skipped'],
    [{ started: 1 }, 'running', 'running'],
    [{ started: 1 }, 'failed', 'cancelled'],
    [{ started: 1, completed: 2 }, 'running', 'done'],
    [{ started: 1, completed: 1, cached: true }, 'running', 'cached'],
    [{ cached: true }, 'done', 'cached'],
    [{ started: 1, completed: 2, error: 'exit code: 2' }, 'running', 'failed'],
    [{ started: 1, completed: 2, error: 'exit code: 2' }, 'failed', 'failed'],
    [{ started: 1, completed: 2, error: 'process "x" did not complete: context canceled' }, 'failed', 'cancelled'],
    [{ started: 1, completed: 2, error: 'The build was cancelled.' }, 'cancelled', 'cancelled'],
  ];
  for (const [more, build, wanted] of cases) {
    it(`${JSON.stringify(more)} in a build that is ${build}: ${wanted}`, () => assert.equal(stepState(step('RUN', more), build), wanted));
  }

  it('join to one, whatever the order', () => {
    const wanted: readonly (readonly [readonly StepState[], StepState])[] = [
      [['done', 'failed', 'running'], 'failed'],
      [['done', 'running', 'waiting'], 'running'],
      [['done', 'waiting'], 'running'],
      [['waiting', 'waiting'], 'waiting'],
      [['cached', 'cached'], 'cached'],
      [['cached', 'done'], 'done'],
      [['cached', 'skipped'], 'cancelled'],
      [['skipped'], 'skipped'],
      [['done', 'cancelled', 'skipped'], 'cancelled'],
      [[], 'done'],
    ];
    for (const [states, state] of wanted) {
      assert.equal(stateOfAll(states), state, states.join());
      assert.equal(stateOfAll(states.toReversed()), state, states.join());
    }
  });
});

describe('times of steps', () => {
  it('are those of the builder’s clock, and never negative', () => {
    assert.equal(stepDuration(step('a'), 10), undefined);
    assert.equal(stepDuration(step('a', { started: 4 }), 10), 6);
    assert.equal(stepDuration(step('a', { started: 40 }), 10), 0);
    assert.equal(stepDuration(step('a', { started: 4, completed: 5 }), 10), 1);
  });

  it('of several last from the first to the last, in any order', () => {
    const next = seededNumbers(7);
    for (let turn = 0; turn < 300; turn++) {
      const steps = Array.from({ length: 1 + Math.floor(next() * 8) }, (_, index) => {
        const started = next() < 0.2 ? undefined : Math.floor(next() * 1000);
        const completed = started === undefined || next() < 0.2 ? undefined : started + Math.floor(next() * 500);
        return step(String(index), { ...(started === undefined ? {} : { started }), ...(completed === undefined ? {} : { completed }) });
      });
      const begun = steps.filter(({ started }) => started !== undefined);
      const wanted = begun.length === 0 ? undefined : Math.max(...begun.map(({ completed }) => completed ?? 2000)) - Math.min(...begun.map(({ started }) => started ?? 0));
      assert.equal(durationOfAll(steps, 2000), wanted);
      for (const one of steps) assert.ok((stepDuration(one, 2000) ?? 0) <= (durationOfAll(steps, 2000) ?? 0));
    }
  });

  it('are told in words', () => {
    const words = [[0, '0.0 s'], [-5, '0.0 s'], [349, '0.3 s'], [9_940, '9.9 s'], [9_960, '10 s'], [59_900, '59 s'], [60_000, '1 min 0 s'], [125_000, '2 min 5 s'], [3_600_000, '1 h 0 min']] as const;
    for (const [milliseconds, text] of words) assert.equal(formatTime(milliseconds), text);
  });
});

describe('steps by stage', () => {
  it('are in the order of the Dockerfile, and the stages in that in which they were told', () => {
    const names = ['[internal] load build definition', '[b 2/2] RUN b', '[a 1/3] FROM x', '[b 1/2] FROM y', '[a 2/3] RUN a', 'exporting to image'];
    const groups = groupSteps(graphOf(names.map((name) => stepEvent(name))).steps);
    assert.deepEqual(
      groups.map(({ part, stage, steps, count }) => [part, stage, steps.map((record) => record.step.name), count]),
      [
        ['before', '', [names[0]], 1],
        ['stage', 'b', [names[3], names[1]], 2],
        ['stage', 'a', [names[2], names[4]], 3],
        ['after', '', [names[5]], 1],
      ],
    );
  });

  it('stand behind the stages that they take from, and do not count a base image that was told with another stage', () => {
    const [final, build] = ['[final 2/2] COPY --from=build /a /b', '[build 1/2] FROM x'];
    const groups = groupSteps(graphOf([stepEvent(final, { inputs: [build] }), stepEvent(build, { inputs: [final] }), stepEvent('[build 2/2] RUN a', { inputs: [build] })]).steps);
    assert.deepEqual(groups.map(({ stage, count }) => [stage, count]), [['build', 2], ['final', 1]]);
  });

  it('are all there, each once, whatever their names', () => {
    const next = seededNumbers(11);
    const heads = ['', '[internal] ', '[a 1/2] ', '[a 2/2] ', '[b 1/1] ', '[1/3] ', '[', 'exporting '];
    for (let turn = 0; turn < 200; turn++) {
      const names = Array.from({ length: Math.floor(next() * 20) }, (_, index) => `${heads[Math.floor(next() * heads.length)] ?? ''}RUN ${String(index)}`);
      const grouped = groupSteps(graphOf(names.map((name) => stepEvent(name))).steps).flatMap(({ steps }) => steps.map((record) => record.step.name));
      assert.deepEqual(grouped.toSorted(), names.toSorted());
    }
  });
});

describe('output of steps', () => {
  it('is one text of pieces that were cut anywhere, and its end is whole lines', () => {
    const text = Array.from({ length: 50 }, (_, index) => `line ${String(index)}\n`).join('');
    const next = seededNumbers(3);
    for (let turn = 0; turn < 50; turn++) {
      const events = [stepEvent('a')];
      for (let at = 0; at < text.length;) {
        const length = 1 + Math.floor(next() * 30);
        events.push(outputEvent('a', text.slice(at, at + length)));
        at += length;
      }
      const output = graphOf(events).step('a')?.output ?? [];
      assert.equal(outputText(output), text);
      const end = outputText(output, 100);
      assert.ok(end.length <= 100 && text.endsWith(`\n${end}`), end);
      assert.deepEqual(lastLines(output, 2), ['line 48', 'line 49']);
    }
  });

  it('has last lines without colours, without what was written over, without empty ones', () => {
    const output = graphOf([stepEvent('a'), outputEvent('a', 'one\n\u001b[31mred\u001b[0m\n\n10%\r50%\r100%\r\n  \n')]).step('a')?.output ?? [];
    assert.deepEqual(lastLines(output, 5), ['one', 'red', '100%']);
    assert.deepEqual(lastLines(output, 1), ['100%']);
  });
});

describe('transfers of a step', () => {
  const transfer = (id: string, current: number, total: number, completed?: number) => ({ step: 'a', id, name: '', current, total, ...(completed === undefined ? {} : { completed }) });

  it('are one sum; the whole is unknown while one does not tell it', () => {
    assert.equal(movedBytes([]), undefined);
    assert.equal(movedBytes([transfer('a', 0, 0)]), undefined);
    assert.deepEqual(movedBytes([transfer('a', 5, 10), transfer('b', 20, 20, 1)]), { current: 25, total: 30 });
    assert.deepEqual(movedBytes([transfer('a', 5, 10), transfer('b', 20, 0)]), { current: 25, total: 0 });
    assert.deepEqual(movedBytes([transfer('b', 20, 0, 1)]), { current: 20, total: 20 });
    assert.equal(formatMoved({ current: 5_000_000, total: 10_000_000 }), '5MB of 10MB');
    assert.equal(formatMoved({ current: 5_000_000, total: 0 }), '5MB');
  });
});

describe('the clock of the builder', () => {
  it('is compared with ours by what was told the fastest', () => {
    const graph = graphOf([], 0);
    assert.equal(graph.clockSkew, 0);
    graph.add(stepEvent('a', { started: 1_000 }), 6_500);
    graph.add(stepEvent('b', { started: 2_000 }), 7_005);
    graph.add(stepEvent('a', { started: 1_000, completed: 9_000 }), 14_100);
    assert.equal(graph.clockSkew, 5_005);
  });
});
