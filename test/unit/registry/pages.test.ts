import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/core/errors';
import { RegistryClient } from '../../../src/registry/client';
import { FakeRegistry, type SeenRequest } from '../../support/fake-registry';

const queryOf = ({ url }: SeenRequest): URLSearchParams => new URLSearchParams(url.split('?')[1]);
const namesFrom = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `r${String(from + index).padStart(6, '0')}`);
const catalog = '/v2/_catalog';
const tags = '/v2/team/app/tags/list';

describe('lists of a registry', function () {
  this.timeout(60_000);
  let fake: FakeRegistry;
  beforeEach(async () => {
    fake = await FakeRegistry.start();
  });
  afterEach(() => fake.stop());
  const client = (): RegistryClient => new RegistryClient({ registry: fake.address, credentials: { username: 'me', password: 'p', serverAddress: fake.address } });

  /** What a page has before its parameters: the address of the next one, as registries and proxies write it. */
  const targets: Readonly<Record<string, (path: string) => string>> = {
    'a path': (path) => path,
    'a query': (path) => path.slice(path.indexOf('?')),
    'a name': (path) => path.slice(path.lastIndexOf('/') + 1),
    'the same address': (path) => fake.url + path,
    'another scheme': (path) => fake.url.replace('http:', 'https:') + path,
    'another port': (path) => `http://127.0.0.1:1${path}`,
    'another host': (path) => `http://upstream.invalid:5000${path}`,
    'another host by TLS': (path) => `https://upstream.invalid${path}`,
    'another host without a scheme': (path) => `//upstream.invalid${path}`,
    'another host with a user': (path) => `http://you:secret@upstream.invalid${path}`,
    'a path in front': (path) => `https://upstream.invalid/artifactory/api/docker/local${path}`,
    'a fragment': (path) => `${path}#top`,
    'spaces around': (path) => ` ${path} `,
  };
  /** Forms of a `Link` header with a next page. */
  const forms: Readonly<Record<string, (target: string) => string>> = {
    'rel in quotes': (target) => `<${target}>; rel="next"`,
    'rel without quotes': (target) => `<${target}>; rel=next`,
    'no spaces': (target) => `<${target}>;rel="next"`,
    'many spaces': (target) => `  <${target}>  ;  rel  =  "next"  `,
    'capitals': (target) => `<${target}>; REL="Next"`,
    'apostrophes': (target) => `<${target}>; rel='next'`,
    'several relations': (target) => `<${target}>; rel="prefetch next"`,
    'a title with a comma': (target) => `<${target}>; title="a, b"; rel="next"`,
    'a title with a comma, rel without quotes': (target) => `<${target}>; title="a, b"; rel=next`,
    'a title with a semicolon and a rel': (target) => `<${target}>; title="x; rel=prev"; rel="next"`,
    'a title with a link': (target) => `<${target}>; title="<https://evil.invalid/>; rel=next, <b>"; rel="next"`,
    'a title with escaped quotes': (target) => `<${target}>; title="say \\"a, b\\"; c"; rel=next`,
    'a title behind': (target) => `<${target}>; rel="next"; title="a, b"`,
    'parameters without a value': (target) => `<${target}>; crossorigin; rel=next; nofollow`,
    'an encoded title': (target) => `<${target}>; title*=UTF-8''a%2C%20b; rel="next"`,
    'a link before': (target) => `</v2/first>; rel="first", <${target}>; rel="next"`,
    'a link with a title before': (target) => `</v2/first>; title="a, <b>; rel=next"; rel=first, <${target}>; rel=next`,
    'a link behind': (target) => `<${target}>; rel="next", </v2/last>; rel="last"`,
    'two rel, of which the first counts': (target) => `<${target}>; rel=next; rel=prev`,
    'links without quotes around, and quotes behind them': (target) => `</v2/first>; rel=first, <${target}>; rel=next, </v2/last>; rel="last"`,
    'empty parts': (target) => `, ,<${target}>;; rel="next";, ,`,
    'a next of something else before': (target) => `</v2/x>; anchor="#foo"; rel="next", <${target}>; rel="next"`,
  };
  /** Headers without a next page. */
  const none: readonly string[] = [
    '</v2/x>; rel="prev"', '</v2/x>; rel=nextpage', '</v2/x>; title="rel=next"', '</v2/x>; title="; rel=next"', '</v2/x>; rel=prev; rel=next', '</v2/x>',
    'rel="next"', '</v2/x; rel="next"', 'nonsense, more; rel=next', '</v2/x>; anchor="#foo"; rel="next"', '</v2/x>; xrel=next', ',,,', '""', '"</v2/x>; rel=next',
  ];

  for (const [form, write] of Object.entries(forms)) {
    it(`go on by ${form}, wherever it seems to lead`, async () => {
      for (const [target, address] of Object.entries(targets)) {
        for (const path of target === 'another host' || target === 'a path' ? [catalog, tags] : [catalog]) {
          fake.requests.length = 0;
          fake.choose(path, (request) => {
            const last = queryOf(request).get('last');
            const body = { repositories: last === null ? ['a', 'b'] : ['c'], tags: last === null ? ['a', 'b'] : ['c'] };
            return last === null ? { headers: { Link: write(address(`${path}?last=b%2C%3E&n=2`)) }, body } : { body };
          });
          const { names, complete } = path === catalog ? await client().repositories() : await client().tags('team/app');
          assert.deepEqual([names, complete], [['a', 'b', 'c'], true], `${target}: ${write(address(path))}`);
          const asked = fake.requests.map(({ url }) => url).filter((url) => url.startsWith(path));
          assert.deepEqual(asked, [`${path}?n=1000`, `${path}?last=b%2C%3E&n=2`], target);
        }
      }
    });
  }

  it('end where no link is a next page', async () => {
    for (const header of none) {
      fake.requests.length = 0;
      fake.answer(catalog, { headers: { Link: header }, body: { repositories: ['a'] } });
      assert.deepEqual(await client().repositories(), { names: ['a'], complete: true, next: undefined }, header);
      assert.equal(fake.requests.filter(({ url }) => url.startsWith(catalog)).length, 1, header);
    }
  });

  it('carry credentials to the registry only', async () => {
    const other = await FakeRegistry.start();
    try {
      fake.choose(catalog, (request) => {
        if (request.authorization === undefined) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } };
        return queryOf(request).has('last') ? { body: { repositories: ['b'] } } : { headers: { Link: `<${other.url}${catalog}?last=a>; rel="next"` }, body: { repositories: ['a'] } };
      });
      assert.deepEqual((await client().repositories()).names, ['a', 'b']);
      assert.deepEqual(other.requests, []);
    } finally {
      await other.stop();
    }
  });

  /** How a registry with shorter pages says so. */
  const refusals: Readonly<Record<string, (limit: number, asked: number) => { readonly status: number; readonly body: unknown }>> = {
    'the code alone': () => ({ status: 400, body: { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: 'invalid number of results requested' }] } }),
    'what was asked for': (_limit, asked) => ({ status: 400, body: { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: 'invalid number of results requested', detail: { n: asked } }] } }),
    'the limit in its details': (limit) => ({ status: 400, body: { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: 'invalid number', detail: { n: limit } }] } }),
    'the limit in words': (limit, asked) => ({ status: 400, body: { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: `n must be between 1 and ${String(limit)}, not ${String(asked)}.` }] } }),
    'the code with another status': () => ({ status: 422, body: { errors: [{ code: 'pagination_number_invalid' }] } }),
    '400 and a page': () => ({ status: 400, body: '<h1>Bad Request</h1>' }),
    '422 and nothing': () => ({ status: 422, body: '' }),
  };
  const limits = [1, 10, 50, 99, 100, 101, 999];
  for (const [kind, refuse] of Object.entries(refusals)) {
    it(`are read whole from a registry with shorter pages that tells ${kind}`, async () => {
      const all = namesFrom(0, 21);
      for (const limit of limits) {
        for (const path of [catalog, tags]) {
          fake.requests.length = 0;
          fake.choose(path, (request) => {
            const asked = queryOf(request).get('n');
            if (asked !== null && Number(asked) > limit) return refuse(limit, Number(asked));
            const size = asked === null ? limit : Number(asked);
            const from = all.findIndex((name) => name > (queryOf(request).get('last') ?? ''));
            const page = from < 0 ? [] : all.slice(from, from + size);
            const more = from >= 0 && from + size < all.length;
            return { ...(more && { headers: { Link: `<${path}?last=${String(page.at(-1))}&n=${String(size)}>; rel="next"` } }), body: { repositories: page, tags: page } };
          });
          const one = client();
          const read = () => (path === catalog ? one.repositories() : one.tags('team/app'));
          assert.deepEqual(await read(), { names: all, complete: true, next: undefined }, `${String(limit)} ${path}`);
          // The second time it is known.
          fake.requests.length = 0;
          await read();
          assert.equal(fake.requests.length, Math.ceil(all.length / limit), `${String(limit)} ${path}`);
        }
      }
    });
  }

  /** What is asked for when pages of the size are refused so, `n` of each request. */
  const sizes = async (status: number, body: unknown): Promise<readonly (string | null)[]> => {
    fake.requests.length = 0;
    fake.answer(tags, { status, body });
    await assert.rejects(client().tags('team/app'));
    return fake.requests.filter(({ url }) => url.startsWith(tags)).map((request) => queryOf(request).get('n'));
  };

  it('begin with the greatest size that is told and smaller than the one that was refused', async () => {
    const told: readonly (readonly [message: string, first: string])[] = [
      ['1 to 37', '37'], ['37 at most', '37'], ['1', '1'], ['1 to 999', '999'],
      ['0', '100'], ['1000', '100'], ['1001 to 5000', '100'], ['not 1000, not 0', '100'], ['0 to 1', '1'],
    ];
    for (const [message, first] of told) {
      assert.deepEqual((await sizes(400, { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message }] })).slice(0, 2), ['1000', first], message);
    }
  });

  it('are not asked for in other sizes when something else is at fault', async () => {
    const refused = { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: '10' }] };
    for (const status of [500, 503]) assert.deepEqual(await sizes(status, refused), ['1000'], String(status));
    for (const status of [404, 429, 500]) assert.deepEqual(await sizes(status, ''), ['1000'], String(status));
    for (const status of [400, 416, 422]) assert.deepEqual(await sizes(status, ''), ['1000', null], String(status));
    assert.equal((await sizes(499, refused)).length > 1, true);
    // A page that was asked for without a size is refused for something else.
    for (const status of [400, 416, 422]) {
      fake.requests.length = 0;
      fake.choose(tags, (request) => (queryOf(request).has('page') ? { status, body: refused } : { headers: { Link: `<${tags}?page=2>; rel=next` }, body: { tags: ['a'] } }));
      assert.deepEqual((await client().tags('team/app')).names, ['a']);
      assert.deepEqual(fake.requests.map(({ url }) => url).filter((url) => url.startsWith(tags)), [`${tags}?n=1000`, `${tags}?page=2`], String(status));
    }
  });

  it('say what the registry says when no page is short enough', async () => {
    fake.answer(tags, { status: 400, body: { errors: [{ code: 'PAGINATION_NUMBER_INVALID', message: 'never' }] } });
    await assert.rejects(client().tags('team/app'), /HTTP 400.*never/);
    assert.equal(fake.requests.filter(({ url }) => url.startsWith(tags)).length, 4);
  });

  /** Pages of these names each, one link to the next. */
  const serve = (pages: readonly (readonly string[])[], path = catalog): void => {
    fake.choose(path, (request) => {
      const page = Number(queryOf(request).get('page') ?? 0);
      const body = { repositories: pages[page] ?? [], tags: pages[page] ?? [] };
      return page + 1 < pages.length ? { headers: { Link: `<${path}?page=${String(page + 1)}>; rel="next"` }, body } : { body };
    });
  };

  it('go on over empty pages, and pages that bring nothing new', async () => {
    for (const empty of [1, 2, 10, 50, 97]) {
      serve([['a'], ...Array.from({ length: empty }, () => []), ['b']]);
      assert.deepEqual(await client().repositories(), { names: ['a', 'b'], complete: true, next: undefined });
      serve([[], ...Array.from({ length: empty }, () => ['a']), ['b']]);
      assert.deepEqual(await client().repositories(), { names: ['a', 'b'], complete: true, next: undefined });
    }
  });

  it('are read to their end in parts of 100 pages', async () => {
    for (const count of [99, 100, 101, 250]) {
      serve(Array.from({ length: count }, (_, index) => namesFrom(index * 2, index * 2 + 2)));
      const one = client();
      const names: string[] = [];
      let parts = 0;
      for (let part = await one.repositories(); ; part = await one.repositories(undefined, part.next)) {
        names.push(...part.names);
        parts++;
        assert.equal(part.complete, part.next === undefined);
        if (!part.next) break;
      }
      assert.deepEqual([names, parts], [namesFrom(0, count * 2), Math.ceil(count / 100)], String(count));
    }
  });

  it('are read to their end in parts of 20,000 names, also when a page has more', async () => {
    const all = namesFrom(0, 50_000);
    for (const size of [50_000, 15_000, 20_000]) {
      serve(Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size)), tags);
      const one = client();
      const first = await one.tags('team/app');
      assert.deepEqual([first.names.length, first.complete], [20_000, false]);
      const second = await one.tags('team/app', undefined, first.next);
      const third = await one.tags('team/app', undefined, second.next);
      assert.deepEqual([...first.names, ...second.names, ...third.names], all, String(size));
      assert.deepEqual([third.complete, third.next], [true, undefined]);
    }
  });

  it('never go round: what follows the last name is asked for instead', async () => {
    const all = namesFrom(0, 9);
    // The link of each page leads to the page itself, to the first one or nowhere, but names after the last one can be had.
    for (const link of [(url: string) => url, () => `${catalog}?n=1000`, () => '', () => 'mailto:a@b.invalid', () => 'http://', () => '#']) {
      fake.requests.length = 0;
      fake.choose(catalog, (request) => {
        const page = all.filter((name) => name > (queryOf(request).get('last') ?? '')).slice(0, 3);
        return { ...(page.length > 0 && { headers: { Link: `<${link(request.url)}>; rel="next"` } }), body: { repositories: page } };
      });
      assert.deepEqual(await client().repositories(), { names: all, complete: true, next: undefined }, link('itself'));
    }
    // A registry that has nothing but this page.
    fake.requests.length = 0;
    fake.choose(catalog, ({ url }) => ({ headers: { Link: `<${url}>; rel="next"` }, body: { repositories: ['a', 'b'] } }));
    assert.deepEqual(await client().repositories(), { names: ['a', 'b'], complete: false, next: undefined });
    assert.equal(fake.requests.filter(({ url }) => url.startsWith(catalog)).length, 2);
    // And one that goes on for ever.
    let page = 0;
    fake.choose(catalog, () => ({ headers: { Link: `<${catalog}?last=${String(page++)}>; rel="next"` }, body: { repositories: ['same'] } }));
    const endless = await client().repositories();
    assert.deepEqual([endless.names, endless.complete, endless.next !== undefined, page], [['same'], false, true, 100]);
  });

  it('keep what was read before a page that fails, and go on there', async () => {
    let broken = true;
    for (const fault of [{ status: 500 }, { status: 429 }, { body: '<html>' }, (response: { destroy(): void }) => response.destroy()]) {
      broken = true;
      fake.choose(catalog, (request) => {
        if (!queryOf(request).has('last')) return { headers: { Link: `<${catalog}?last=b>; rel=next` }, body: { repositories: ['a', 'b'] } };
        return broken ? fault : { body: { repositories: ['c'] } };
      });
      const one = client();
      const first = await one.repositories();
      assert.deepEqual(first, { names: ['a', 'b'], complete: false, next: { path: `${catalog}?last=b`, skip: 0 } });
      await assert.rejects(one.repositories(undefined, first.next));
      broken = false;
      assert.deepEqual(await one.repositories(undefined, first.next), { names: ['c'], complete: true, next: undefined });
    }
  });

  it('are cancelled between pages', async () => {
    const leaving = new AbortController();
    fake.choose(catalog, (request) => {
      if (queryOf(request).has('last')) return () => leaving.abort();
      return { headers: { Link: `<${catalog}?last=b>; rel=next` }, body: { repositories: ['a'] } };
    });
    await assert.rejects(client().repositories(leaving.signal), isCancelled);
  });
});
