import assert from 'node:assert/strict';
import type { BuildEvent } from '../../../../src/core/build/build-progress';
import { BuildGraph } from '../../../../src/core/build/build-graph';
import { BuildSteps } from '../../../../src/engine/builder/classic/build-steps';

function read(lines: readonly Readonly<Record<string, unknown>>[], tellsBareId = false) {
  const events: BuildEvent[] = [];
  const graph = new BuildGraph();
  let time = 0;
  const hear = (event: BuildEvent): void => {
    events.push(event);
    graph.add(event);
  };
  const steps = new BuildSteps({ onEvent: hear }, tellsBareId, () => (time += 1));
  for (const line of lines) steps.add(line);
  return { steps, graph, events };
}

const stream = (text: string): Readonly<Record<string, unknown>> => ({ stream: text });

describe('steps of the classic builder', () => {
  it('are those that Docker tells, with what is cached and what they print, without its remarks', () => {
    const { steps, graph } = read([
      stream('Step 1/3 : FROM alpine'), stream('\n'), stream(' ---> 4c01db0b339c\n'),
      stream('Step 2/3 : RUN make'), stream('\n'), stream(' ---> Using cache\n'), stream(' ---> 5c01db0b339c\n'),
      stream('Step 3/3 : RUN make all'), stream('\n'), stream(' ---> Running in 6c01db0b339c\n'), stream('one\n'), stream('\u001b[91mtwo\n\u001b[0m'),
      stream('\u001b[0mRemoving intermediate container 6c01db0b339c\n'), stream(' ---> Removed intermediate container 6c01db0b339c\n'),
      { aux: { ID: `sha256:${'a'.repeat(64)}` } }, stream('Successfully built 7c01db0b339c\n'),
    ]);
    steps.end();
    assert.deepEqual(graph.steps.map(({ step, output }) => [step.name, step.cached, output.map(({ text }) => text).join('').trim()]), [
      ['[1/3] FROM alpine', false, ''],
      ['[2/3] RUN make', true, '---> Using cache'],
      ['[3/3] RUN make all', false, 'one\n\u001b[91mtwo\n\u001b[0mSuccessfully built 7c01db0b339c'],
    ]);
    assert.deepEqual(graph.steps.map(({ step }) => step.inputs), [[], ['step 1'], ['step 2']]);
    assert.ok(graph.steps.every(({ step }) => step.completed !== undefined));
    assert.equal(steps.imageId, `sha256:${'a'.repeat(64)}`);
  });

  it('are those that Podman tells, in their stages', () => {
    const { steps, graph } = read([
      stream('[1/2] STEP 1/2: FROM alpine AS one\n'), stream('[1/2] STEP 2/2: RUN make\n'), stream('--> Using cache 4c01db0b339c\n'), stream('--> 4c01db0b339\n'),
      stream('[2/2] STEP 1/2: FROM alpine\n'), stream('[2/2] STEP 2/2: RUN false\n'),
    ]);
    steps.end('exit status 1');
    assert.deepEqual(graph.steps.map(({ step }) => [step.name, step.cached, step.error]), [
      ['[stage-0 1/2] FROM alpine AS one', false, undefined],
      ['[stage-0 2/2] RUN make', true, undefined],
      ['[stage-1 1/2] FROM alpine', false, undefined],
      ['[stage-1 2/2] RUN false', false, 'exit status 1'],
    ]);
    assert.equal(steps.step, '[2/2] STEP 2/2: RUN false');
  });

  it('tell the bytes of what is pulled, and each word once', () => {
    const { events, graph } = read([
      stream('Step 1/1 : FROM alpine'),
      { status: 'Pulling fs layer', id: 'abc', progressDetail: {} },
      { status: 'Downloading', id: 'abc', progressDetail: { current: 10, total: 100 } },
      { status: 'Downloading', id: 'abc', progressDetail: { current: 90, total: 100 } },
      { status: 'Download complete', id: 'abc', progressDetail: {} },
      { status: 'Extracting', id: 'abc', progressDetail: { current: 5, total: 100 } },
      { status: 'Extracting', id: 'abc', progressDetail: { current: 50, total: 100 } },
      { status: 'Pull complete', id: 'abc', progressDetail: {} },
      { status: 'Pull complete', id: 'abc', progressDetail: {} },
    ]);
    const transfers = events.flatMap((event) => (event.kind === 'transfer' ? [`${event.transfer.name} ${String(event.transfer.current)}/${String(event.transfer.total)}${event.transfer.completed === undefined ? '' : ' done'}`] : []));
    assert.deepEqual(transfers, ['Downloading 10/100', 'Downloading 90/100', 'Downloading 100/100 done', 'Extracting 5/100', 'Extracting 50/100', 'Extracting 100/100 done']);
    assert.deepEqual(graph.steps[0]?.output.map(({ text }) => text), ['abc: Pulling fs layer\n', 'abc: Download complete\n', 'abc: Pull complete\n']);
  });

  it('take the id that Podman tells bare, and no other text for one', () => {
    const id = 'b'.repeat(64);
    assert.equal(read([stream(`${'c'.repeat(64)}\n`), stream(`${id}\n`)], true).steps.imageId, id);
    assert.equal(read([stream(`${id}\n`)]).steps.imageId, '');
  });
});
