import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { list, number, object, parseJson, text, textMap, texts } from '../../../src/engine/json/json';
import { checkCacheId, checkImageName, checkObjectName } from '../../../src/engine/transport/names';
import { matchesPlatform, platformObject } from '../../../src/engine/images/platform';
import { encodeQuery, queryText } from '../../../src/engine/transport/query';
import { authBody, registryAuth, registryConfig } from '../../../src/engine/transport/registry-auth';

describe('engine/json/json', () => {
  it('reads whatever is missing or of another type as empty', () => {
    const array = ['a', 1, null, 'b', {}];
    const record = { a: 'x', b: 1, c: null };
    const values = [record, array, 'text', '', 5, 0, Number.NaN, Number.POSITIVE_INFINITY, true, null, undefined];
    assert.deepEqual(values.map(object), [record, ...Array.from({ length: 10 }, () => ({}))]);
    assert.deepEqual(values.map(list), [[], array, ...Array.from({ length: 9 }, () => [])]);
    assert.deepEqual(values.map(text), ['', '', 'text', ...Array.from({ length: 8 }, () => '')]);
    assert.deepEqual(values.map((value) => number(value)), [0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(values.map((value) => number(value, -1)), [-1, -1, -1, -1, 5, 0, -1, -1, -1, -1, -1]);
    assert.deepEqual(values.map(texts), [[], ['a', 'b'], ...Array.from({ length: 9 }, () => [])]);
    assert.deepEqual(values.map(textMap), [{ a: 'x' }, ...Array.from({ length: 10 }, () => ({}))]);
    assert.deepEqual(['{"a":1}', 'null', '"x"', '', '{'].map(parseJson), [{ a: 1 }, null, 'x', undefined, undefined]);
  });
});

describe('engine/transport/names', () => {
  const refused = (check: () => string, field: string, value: string): void => assert.throws(check, (error) => {
    assert.deepEqual(SlipwayError.details(error, 'invalidInput'), { field, value, reason: 'This is not a valid name.' });
    return true;
  }, value);

  it('lets images pass that can be part of a path', () => {
    for (const name of ['a', 'A', 'a/b', 'r.example:5000/a/b:1.2', `a@sha256:${'0'.repeat(64)}`, '[::1]:5000/a', '_a', 'a+b', 'a-b', 'a/...b']) assert.equal(checkImageName(name), name);
    for (const name of ['', '/', 'a/', '/a', 'a//b', '.', '..', 'a/..', 'a/../b', 'a/./b', 'a/...', '-a', '.a', ':a', 'a b', 'a?b', 'a#b', 'a%2fb', 'a\n', 'é', 'a\\b']) refused(() => checkImageName(name), 'reference', name);
  });
  it('lets objects pass that have no path in them', () => {
    for (const name of ['a', '0', 'A_b.c-d', '0123456789abcdef']) for (const field of ['container', 'volume', 'network'] as const) assert.equal(checkObjectName(field, name), name);
    for (const name of ['', '_a', '-a', '.a', 'a/b', 'a:b', 'a b', 'a?', 'a\n', '..']) refused(() => checkObjectName('volume', name), 'volume', name);
  });
  it('lets cache records pass that have letters and digits only', () => {
    for (const id of ['a', 'Z9', '0123456789abcdef']) assert.equal(checkCacheId(id), id);
    for (const id of ['', 'a-b', 'a.b', '.*', 'a|b', ' a', 'a\n']) refused(() => checkCacheId(id), 'build cache', id);
  });
});

describe('engine/images/platform', () => {
  const platforms = {
    'linux/arm/v7': { os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/amd64': { os: 'linux', architecture: 'amd64' }, arm64: { os: 'linux', architecture: 'arm64' },
    linux: { os: 'linux' }, windows: { os: 'windows' }, freebsd: { os: 'freebsd' }, darwin: { os: 'darwin' }, xlinux: { os: 'linux', architecture: 'xlinux' }, linuxx: { os: 'linux', architecture: 'linuxx' },
  };
  for (const [platform, parts] of Object.entries(platforms)) it(`takes ${platform} apart`, () => assert.deepEqual(platformObject(platform), parts));
  it('compares system and architecture', () => {
    const arm = { Os: 'linux', Architecture: 'arm', Variant: 'v6' };
    for (const platform of ['linux', 'arm', 'linux/arm', 'linux/arm/v7']) assert.equal(matchesPlatform(arm, platform), true, platform);
    for (const platform of ['windows', 'linux/amd64', 'windows/arm', 'amd64']) assert.equal(matchesPlatform(arm, platform), false, platform);
    assert.equal(matchesPlatform({}, 'linux'), false);
  });
});

describe('engine/transport/query', () => {
  it('says what is given in the engine\'s way', () => {
    const query = { all: true, none: false, left: undefined, size: 0, name: 'a b', empty: '', type: ['x', 'y'], nothing: [], filters: { dangling: ['true'] } };
    assert.deepEqual(encodeQuery(query), { all: '1', size: '0', name: 'a b', empty: '', type: ['x', 'y'], nothing: [], filters: '{"dangling":["true"]}' });
    assert.equal(queryText(query), '?all=1&size=0&name=a+b&empty=&type=x&type=y&filters=%7B%22dangling%22%3A%5B%22true%22%5D%7D');
    assert.deepEqual([encodeQuery(), queryText(), queryText({}), queryText({ a: false, b: [] })], [{}, '', '', '']);
  });
});

describe('engine/transport/registry-auth', () => {
  const read = (header: string): unknown => JSON.parse(Buffer.from(header, 'base64url').toString());
  it('says who it is', () => {
    const password = { username: 'u', password: '>>>???', serverAddress: 'r' };
    const token = { identityToken: 't', serverAddress: 'q' };
    assert.deepEqual(authBody(password), { serveraddress: 'r', username: 'u', password: '>>>???' });
    assert.deepEqual(authBody(token), { serveraddress: 'q', identitytoken: 't' });
    assert.deepEqual(authBody({ ...token, username: 'u' }), { serveraddress: 'q', username: 'u', identitytoken: 't' });
    assert.deepEqual(read(registryAuth(password)), authBody(password));
    assert.match(registryAuth(password), /^[\w-]+=*$/);
    assert.deepEqual(read(registryAuth(undefined)), {});
    assert.deepEqual(read(registryConfig([password, token])), { r: authBody(password), q: authBody(token) });
  });
  it('in the alphabet of addresses, padded', () => {
    assert.equal(registryAuth({ serverAddress: '~~~???' }), Buffer.from('{"serveraddress":"~~~???"}').toString('base64').replaceAll('+', '-').replaceAll('/', '_'));
    assert.match(registryAuth({ serverAddress: '~~?~' }), /_|-|=/);
  });
});
