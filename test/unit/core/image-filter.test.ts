import assert from 'node:assert/strict';
import { type FilteredImage, imageFilterTest, parseImageFilter } from '../../../src/core/image-filter';

const row = (reference: string | undefined, created: number, labels: Readonly<Record<string, string>> = {}): FilteredImage => ({
  reference, created, labels, id: `sha256:${created.toString(16).padStart(4, 'a').padEnd(64, '0')}`,
});
const rows = [
  row('alpine:3.20', 1),
  row('127.0.0.1:5000/team/app:1', 2, { stage: 'build', 'my.note': 'a b' }),
  row('team/app:latest', 3, { stage: 'run' }),
  row(`redis@sha256:${'e'.repeat(64)}`, 4),
  row(undefined, 5, { stage: 'build' }),
];
const passing = (text: string): readonly number[] => rows.filter(imageFilterTest(parseImageFilter(text), rows)).map(({ created }) => created);

describe('filters of images', () => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['', [1, 2, 3, 4, 5]],
    ['APP', [2, 3]],
    ['app 127', [2]],
    ['127.0.0.1:5000', [2]],
    ['team/app:latest', [3]],
    ['reference:alpine', [1]],
    ['reference:alpine:3.*', [1]],
    ['reference:*', [1, 4]],
    ['reference:team/*', [3]],
    ['reference:*/team/*', [2]],
    ['reference:team/app:lates[s-u]', [3]],
    ['reference:[z-a]', []],
    ['reference:re?is reference:alpine', [1, 4]],
    ['reference:r?s', []],
    ['reference:red?is', []],
    ['reference:redis?', []],
    ['label:stage', [2, 3, 5]],
    ['label:stage=build', [2, 5]],
    ['label:stage=build label:my.note', [2]],
    ['label:"my.note=a b"', [2]],
    ['label:toString', []],
    ['before:team/app', [1, 2]],
    ['since:team/app:latest', [4, 5]],
    ['since:alpine:3.20 before:team/app', [2]],
    ['before:nowhere', []],
    ['since:nowhere', []],
    ['before:aaa3', [1, 2]],
    ['dangling:true', [5]],
    ['dangling:false', [1, 2, 3, 4]],
    ['dangling:1 label:stage=build', [5]],
    ['label: dangling:', [1, 2, 3, 4, 5]],
    ['"', [1, 2, 3, 4, 5]],
    ['reference:[', []],
  ];
  it('counts images with only a digest to both where the engine does', () => {
    const both = (text: string) => rows.filter(imageFilterTest(parseImageFilter(text), rows, true)).map(({ created }) => created);
    assert.deepEqual([both('dangling:true'), both('dangling:false'), both('')], [[4, 5], [1, 2, 3, 4], [1, 2, 3, 4, 5]]);
  });
  for (const [text, expected] of cases) it(text === '' ? '(nothing)' : text, () => assert.deepEqual(passing(text), expected));
});
