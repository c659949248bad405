import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SlipwayError } from '../../../src/core/errors';
import {
  checkReference,
  familiarReference,
  familiarRepository,
  formatReference,
  type ImageReference,
  invalidNewName,
  invalidTag,
  isImageId,
  parseReference,
  registryOf,
  shortId,
  tryParseReference,
  withDefaultTag,
  withTag,
} from '../../../src/core/reference';

const hex64 = '0123456789abcdef'.repeat(4);
const sha = `sha256:${hex64}`;

describe('image references', () => {
  const read: readonly (readonly [text: string, whole: string, familiar: string])[] = [
    ['alpine', 'docker.io/library/alpine', 'alpine'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20', 'alpine:3.20'],
    ['docker.io/alpine', 'docker.io/library/alpine', 'alpine'],
    ['docker.io/library/alpine', 'docker.io/library/alpine', 'alpine'],
    ['index.docker.io/library/alpine:1', 'docker.io/library/alpine:1', 'alpine:1'],
    ['library/alpine', 'docker.io/library/alpine', 'alpine'],
    ['user/app', 'docker.io/user/app', 'user/app'],
    ['library/a/b', 'docker.io/library/a/b', 'library/a/b'],
    ['docker.io/localhost/x', 'docker.io/localhost/x', 'docker.io/localhost/x'],
    ['localhost/x', 'localhost/x', 'localhost/x'],
    ['localhost:5000/x:1', 'localhost:5000/x:1', 'localhost:5000/x:1'],
    ['127.0.0.1:5000/a/b/c:v1', '127.0.0.1:5000/a/b/c:v1', '127.0.0.1:5000/a/b/c:v1'],
    ['[::1]:5000/x:1', '[::1]:5000/x:1', '[::1]:5000/x:1'],
    ['[2001:db8::1]/x', '[2001:db8::1]/x', '[2001:db8::1]/x'],
    ['Registry/x', 'Registry/x', 'Registry/x'],
    ['xn--n3h.com/myimage', 'xn--n3h.com/myimage', 'xn--n3h.com/myimage'],
    ['a.b:80/c', 'a.b:80/c', 'a.b:80/c'],
    ['a__b/c-----d.e_f', 'docker.io/a__b/c-----d.e_f', 'a__b/c-----d.e_f'],
    [`alpine@${sha}`, `docker.io/library/alpine@${sha}`, `alpine@${sha}`],
    [`a/b:1@${sha}`, `docker.io/a/b:1@${sha}`, `a/b:1@${sha}`],
    [`x@sha512:${hex64}${hex64}`, `docker.io/library/x@sha512:${hex64}${hex64}`, `x@sha512:${hex64}${hex64}`],
    [`x:${'t'.repeat(128)}`, `docker.io/library/x:${'t'.repeat(128)}`, `x:${'t'.repeat(128)}`],
    ['x:_T.-', 'docker.io/library/x:_T.-', 'x:_T.-'],
    ['cafe', 'docker.io/library/cafe', 'cafe'],
    ['a'.repeat(237), `docker.io/library/${'a'.repeat(237)}`, 'a'.repeat(237)],
    ['sub-dom1.foo.com/bar/baz/quux:some-tag', 'sub-dom1.foo.com/bar/baz/quux:some-tag', 'sub-dom1.foo.com/bar/baz/quux:some-tag'],
  ];
  for (const [text, whole, familiar] of read) {
    it(`reads ${text.slice(0, 60)}`, () => {
      const reference = parseReference(text);
      assert.equal(formatReference(reference), whole);
      assert.equal(familiarReference(reference), familiar);
    });
  }

  const refused: readonly (readonly [text: string, reason: RegExp, offset: number])[] = [
    ['', /empty/, 0],
    [' alpine', /spaces/, 0],
    ['al pine', /spaces/, 2],
    ['Alpine', /lower case/, 0],
    ['user/App', /lower case/, 5],
    ['localhost:5000/aB', /lower case/, 16],
    ['alpine:', /tag after the colon is empty/, 7],
    ['alpine:-a', /begin with/, 7],
    ['alpine:.a', /begin with/, 7],
    ['alpine:a b', /spaces/, 8],
    ['alpine:a+b', /A tag cannot contain "\+"/, 8],
    ['alpine:a:b', /A tag cannot contain ":"/, 8],
    ['alpine:😀', /A tag cannot contain "😀"/, 7],
    [`x:${'t'.repeat(129)}`, /longer than 128/, 130],
    ['a'.repeat(238), /longer than 255/, 0],
    [`a.io/${'a'.repeat(251)}`, /longer than 255/, 0],
    [hex64, /image ID/, 0],
    ['@', /digest after the @/, 1],
    ['x@', /digest after the @/, 2],
    ['x@sha256', /form sha256/, 2],
    ['x@md5:abcd', /"md5" is not/, 2],
    ['x@toString:abcd', /"toString" is not/, 2],
    ['x@sha256:abc', /64 digits, this one has 3/, 12],
    [`x@sha256:${hex64}0`, /has 65/, 74],
    [`x@sha256:${hex64.toUpperCase()}`, /0-9 and a-f/, 19],
    [`x@${sha}@${sha}`, /0-9 and a-f/, 73],
    [`@${sha}`, /name is missing/, 0],
    [':tag', /name is missing/, 0],
    ['/x', /part of the repository name is empty/, 0],
    ['x/', /part of the repository name is empty/, 2],
    ['x//y', /part of the repository name is empty/, 2],
    ['localhost:5000/', /part of the repository name is empty/, 15],
    ['-x', /begin with a letter/, 0],
    ['.x', /begin with a letter/, 0],
    ['x-', /end with a letter/, 1],
    ['a/_b', /begin with a letter/, 2],
    ['a..b', /Only one dot/, 1],
    ['a___b', /Only one dot/, 1],
    ['a._b', /Only one dot/, 1],
    ['a.b:x/c', /"a\.b:x" is not a registry address/, 0],
    ['-a.b/c', /not a registry address/, 0],
    ['[fe80::1%eth0]/c', /not a registry address/, 0],
    ['https://example.com/x', /not a registry address/, 0],
    ['x/y:1/z', /only follow the last part/, 3],
    ['aä', /cannot contain "ä"/, 1],
    ['a$b', /cannot contain "\$"/, 1],
  ];
  for (const [text, reason, offset] of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
      const checked = checkReference(text);
      assert.ok('reason' in checked, JSON.stringify(checked));
      assert.match(checked.reason, reason);
      assert.equal(checked.offset, offset);
      assert.equal(tryParseReference(text), undefined);
      assert.throws(() => parseReference(text), (error) => SlipwayError.details(error, 'invalidInput')?.value === text);
    });
  }

  it('reads its own forms back, whatever the reference', () => {
    fc.assert(
      fc.property(references, (reference) => {
        assert.deepEqual(parseReference(formatReference(reference)), reference);
        assert.deepEqual(parseReference(familiarReference(reference)), reference);
      }),
    );
  });

  it('never throws anything but invalidInput and points inside the text', () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom('/', ':', '@', '.', '-', '_', '[', ']', 'sha256:', 'a', 'A', '0', ' ', 'localhost'), fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const checked = checkReference(text);
        if ('reason' in checked) assert.ok(checked.offset >= 0 && checked.offset <= text.length, checked.reason);
        else assert.deepEqual(parseReference(familiarReference(checked.reference)), checked.reference);
      }),
      { numRuns: 1000 },
    );
  });

  it('changes tags', () => {
    const reference = parseReference(`user/app:1@${sha}`);
    assert.equal(familiarReference(withTag(reference, '2')), 'user/app:2');
    assert.throws(() => withTag(reference, 'a b'), (error) => {
      assert.deepEqual(SlipwayError.details(error, 'invalidInput'), { field: 'tag', value: 'a b', reason: invalidTag('a b') });
      return true;
    });
    assert.equal(familiarReference(withDefaultTag(parseReference('user/app'))), 'user/app:latest');
    assert.equal(familiarReference(withDefaultTag(parseReference('user/app:1'))), 'user/app:1');
    assert.equal(familiarReference(withDefaultTag(parseReference(`app@${sha}`))), `app@${sha}`);
    assert.equal(familiarRepository(reference), 'user/app');
    assert.equal(invalidTag('1.0'), undefined);
    assert.match(invalidTag('') ?? '', /empty/);
  });

  it('checks new names', () => {
    assert.equal(invalidNewName('user/app:1'), undefined);
    assert.match(invalidNewName(`app@${sha}`) ?? '', /digest/);
    assert.match(invalidNewName('App') ?? '', /lower case/);
  });

  it('names the registry', () => {
    assert.equal(registryOf('alpine'), 'docker.io');
    assert.equal(registryOf('localhost:5000/x'), 'localhost:5000');
    assert.throws(() => registryOf('A b'), SlipwayError);
  });

  it('knows ids', () => {
    for (const id of [sha, hex64, hex64.slice(0, 12)]) assert.equal(isImageId(id), true, id);
    for (const name of ['cafe', 'alpine', 'sha256:abc', `x@${sha}`, hex64.slice(0, 11), `${hex64}0`]) {
      assert.equal(isImageId(name), false, name);
    }
    assert.equal(shortId(sha), '0123456789ab');
    assert.equal(shortId(hex64), '0123456789ab');
  });
});

const alphaNumeric = fc.string({ unit: fc.constantFrom(...Array.from('abcxyz019')), minLength: 1, maxLength: 5 });
const component = fc
  .tuple(alphaNumeric, fc.array(fc.tuple(fc.constantFrom('.', '_', '__', '-', '---'), alphaNumeric), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.flat().join(''));
const domain = fc.oneof(
  fc.constantFrom('docker.io', 'localhost', 'localhost:5000', '[::1]:80', 'REG', '10.0.0.1'),
  fc.tuple(alphaNumeric, alphaNumeric).map((parts) => parts.join('.')),
);
const references: fc.Arbitrary<ImageReference> = fc
  .record(
    {
      domain,
      path: fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      tag: fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,20}$/),
      digest: fc.stringMatching(/^[a-f0-9]{64}$/).map((encoded) => `sha256:${encoded}`),
    },
    { requiredKeys: ['domain', 'path'] },
  )
  .map((reference) =>
    reference.domain === 'docker.io' && !reference.path.includes('/')
      ? { ...reference, path: `library/${reference.path}` }
      : { ...reference },
  );
