import assert from 'node:assert/strict';
import { parseLinkHeader } from '../../../src/registry/link-header';

describe('a Link header', () => {
  const headers: readonly (readonly [header: string, links: readonly (readonly [target: string, ...relations: readonly string[]])[]])[] = [
    ['</a>; rel="next"', [['/a', 'next']]],
    ['< /a >; rel=next', [['/a', 'next']]],
    ['<>; rel=next', [['', 'next']]],
    ['</a>', [['/a']]],
    ['</a>; rel', [['/a']]],
    ['</a>; rel=', [['/a']]],
    ['</a>; rel=""', [['/a']]],
    ['</a>; rel="  Next   prefetch "', [['/a', 'next', 'prefetch']]],
    ['</a>; rel=one, </b>; rel=two, </c>; rel="three"', [['/a', 'one'], ['/b', 'two'], ['/c', 'three']]],
    ['</a>; title="x"; rel=one, </b>', [['/a', 'one'], ['/b']]],
    ['</a>; title="never closed; rel=one, </b>; rel=two', [['/a', 'one'], ['/b', 'two']]],
    ['</a>; title="\\"</x>; rel=no, "; rel=yes', [['/a', 'yes']]],
    ['</a>; anchor=""; rel=no, </b>; rel=yes', [['/b', 'yes']]],
    ['nothing, </a>; rel=next', [['/a', 'next']]],
    ['</a>; rel=next, </b', [['/a', 'next']]],
    ['', []],
    ['</a', []],
    ['"', []],
  ];
  for (const [header, links] of headers) {
    it(`has ${links.length} links in ${header}`, () => {
      assert.deepEqual(parseLinkHeader(header).map(({ target, relations }) => [target, ...relations]), links);
    });
  }
});
