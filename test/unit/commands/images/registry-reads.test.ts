import assert from 'node:assert/strict';
import { pullSuggestions } from '../../../../src/commands/images/pull-suggestions';
import { RegistryReads } from '../../../../src/commands/images/registry-reads';
import { failure } from '../../../../src/core/errors';
import type { RegistryTag } from '../../../../src/registry/registries';
import { fakeApp } from '../../../support/fake-app';

interface Request {
  readonly of: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: (names: readonly string[]) => void;
}

/** Registries that answer when the test lets them, and end when they are given up. */
function setUp() {
  const requests: Request[] = [];
  const ask = (of: string, signal: AbortSignal | undefined): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      requests.push({ of, signal, answer: resolve });
      signal?.addEventListener('abort', () => reject(failure('cancelled', { operation: of })));
    });
  const app = fakeApp({
    engine: { images: { list: () => Promise.resolve([]) } },
    registries: {
      repositories: (address, signal) => ask(address, signal),
      tags: async (address, repository, signal) => (await ask(`${address}/${repository}`, signal)).map((name): RegistryTag => ({ name })),
      tag: async (address, repository, name, { signal } = {}) => {
        await ask(`${address}/${repository}:${name}`, signal);
        return { name, size: 5, platforms: [] };
      },
      search: () => assert.fail('searched'),
    },
  });
  const reads = new RegistryReads(app);
  let typing = new AbortController();
  /** As the box does: what was asked for another text is given up. */
  const type = (text: string): Promise<readonly string[]> => {
    typing.abort();
    typing = new AbortController();
    return pullSuggestions(app, text, typing.signal, undefined, reads).then((found) => found.map(({ value }) => value));
  };
  return { requests, reads, type, of: () => requests.map(({ of }) => of) };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('what registries answer while a box is open', () => {
  it('is asked for once, whatever is typed behind it', async () => {
    const { requests, reads, type, of } = setUp();
    const typed = ['r.example/', 'r.example/t', 'r.example/te', 'r.example/tea'].map(type);
    await settle();
    assert.deepEqual(of(), ['r.example']);
    requests[0]?.answer(['team/app', 'other']);
    assert.deepEqual(await typed.at(-1), ['r.example/team/app:']);
    assert.deepEqual(await type('r.example/o'), ['r.example/other:']);
    const tags = ['r.example/other:', 'r.example/other:1', 'r.example/other:1.'].map(type);
    await settle();
    requests[1]?.answer(['1.0', '2.0']);
    await settle();
    assert.deepEqual(of(), ['r.example', 'r.example/other', 'r.example/other:1.0']);
    requests[2]?.answer([]);
    assert.deepEqual(await tags.at(-1), ['r.example/other:1.0']);
    // Also the facts of a tag.
    assert.deepEqual(await type('r.example/other:1'), ['r.example/other:1.0']);
    assert.equal(requests.length, 3);
    reads.dispose();
  });

  it('is given up when another list is wanted or the box is closed, and asked for again when it is wanted again', async () => {
    const { requests, reads, type, of } = setUp();
    void type('a.example/');
    await settle();
    void type('b.example/');
    await settle();
    assert.deepEqual(requests.map(({ signal }) => signal?.aborted), [true, false]);
    void type('a.example/');
    await settle();
    assert.deepEqual(of(), ['a.example', 'b.example', 'a.example']);
    assert.deepEqual(requests.map(({ signal }) => signal?.aborted), [true, true, false]);
    reads.dispose();
    assert.equal(requests[2]?.signal?.aborted, true);
  });

  it('gives up what was asked of tags when the text has changed', async () => {
    const { requests, type } = setUp();
    void type('a.example/app:');
    await settle();
    requests[0]?.answer(['1']);
    await settle();
    assert.equal(requests[1]?.of, 'a.example/app:1');
    void type('a.example/app:2');
    assert.equal(requests[1].signal?.aborted, true);
  });
});
