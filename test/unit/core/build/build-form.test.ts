import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BuildForm } from '../../../../src/core/build/build-form-fields';
import { formFrom, formOf, readForm } from '../../../../src/core/build/build-form';
import { buildLineWithSecrets } from '../../../../src/core/build/build-line-text';
import { parseBuildLine } from '../../../../src/core/build/build-line';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import { defined } from '../../../../src/core/records';

const plain: BuildRequest = { source: { kind: 'folder', folder: '/srv' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } };

describe('the form of a build', () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'C', '1', '_'), { minLength: 1, maxLength: 5 }).map((all) => `n${all.join('')}`);
  const value = fc.array(fc.constantFrom('a', ' ', '"', "'", ',', '\\', '\n', '\r\n', '=', 'é', '\t', '***'), { maxLength: 6 }).map((all) => all.join(''));
  const file = fc.array(fc.constantFrom('a', 'b c', "'", ',', '"', 'é'), { minLength: 1, maxLength: 3 }).map((all) => `/f/${all.join('')}x`);
  const record = fc.uniqueArray(fc.tuple(name, value), { minLength: 1, maxLength: 4, selector: ([key]) => key }).map((all) => Object.fromEntries(all));
  const optional = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(of, { nil: undefined });
  const place: fc.Arbitrary<Pick<BuildRequest, 'source' | 'dockerfile'>> = fc.oneof(
    fc.tuple(file, file).map(([folder, dockerfile]) => ({ source: { kind: 'folder' as const, folder }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
    file.map((dockerfile) => ({ source: { kind: 'none' as const }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
    file.map((archive) => ({ source: { kind: 'archive' as const, file: archive }, dockerfile: { kind: 'inside' as const, path: 'a/Dockerfile' } })),
    file.map((dockerfile) => ({ source: { kind: 'address' as const, address: 'https://example.com/a.git' }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
  );
  const rest = fc.record({
    references: optional(fc.constantFrom(['app:1'], ['a:1', 'registry.example/b:2'])), target: optional(name), buildArguments: optional(record), labels: optional(record), platform: optional(fc.constantFrom('linux/arm64', 'linux/amd64,linux/arm64')),
    noCache: optional(fc.constantFrom(true as const, ['a'], ['a', 'b'])), pull: optional(fc.constant(true)), ssh: optional(fc.constant([{ id: 'default' }, { id: 'a', socket: '/a b' }])),
    secrets: optional(file.map((source) => [{ id: 'a', source: { kind: 'file' as const, file: source } }, { id: 'b', source: { kind: 'variable' as const, variable: 'B' } }, { id: 'c', source: { kind: 'stored' as const } }])),
    network: optional(fc.constantFrom('none', 'host')), extraHosts: optional(fc.constant(['a:10.0.0.1', 'b:::1'])), shmSize: optional(fc.nat()), ulimits: optional(fc.constant(['nofile=1:2', 'core=-1'])),
    cacheFrom: optional(fc.constantFrom(['a:b'], ['type=registry,ref=a', 'b'])), inlineCache: optional(fc.constant(true)), cacheTo: optional(fc.constant(['type=local,dest=/a b'])), contexts: optional(fc.constant({ a: '/b c', d: 'docker-image://e' })),
    output: optional(fc.oneof(file.map((folder) => ({ kind: 'folder' as const, folder })), file.map((archive) => ({ kind: 'archive' as const, file: archive })))), builder: optional(name), push: optional(fc.constant(true)),
  }, { noNullPrototype: true });
  const request = fc.tuple(place, rest).map(([where, options]): BuildRequest => ({ ...where, ...defined(options) }));

  it('says all that a request says, whatever arguments the Dockerfile declares, and loses nothing of it', () => {
    fc.assert(
      fc.property(request, fc.array(name, { maxLength: 3 }), (wanted, more) => {
        const declared = [...more, ...Object.keys(wanted.buildArguments ?? {}).slice(0, 2)];
        const form = formOf(wanted, declared);
        assert.deepEqual(formFrom(JSON.parse(JSON.stringify(form))), form, 'a page sends it back as it is');
        const reading = readForm(form, {});
        assert.ok('request' in reading, JSON.stringify(reading));
        assert.deepEqual(reading.request, wanted);
      }),
      { numRuns: 2000 },
    );
  });

  it('and the line that it shows say the same', () => {
    fc.assert(
      // A carriage return stands in a line as a substitution for a real shell.
      fc.property(request.filter((wanted) => !JSON.stringify(wanted).includes('\\r')), (wanted) => {
        const { request: read } = parseBuildLine(buildLineWithSecrets(wanted, 'posix'), { dialect: 'posix', isArchive: (each) => wanted.source.kind === 'archive' && each === wanted.source.file });
        const again = readForm(formOf(read, []), {});
        assert.deepEqual('request' in again && again.request, wanted);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells at which field something is wrong, of all fields at once', () => {
    const form = formOf(plain, []);
    const texts = { ...form.texts, references: 'UPPER', shmSize: 'big', ulimits: 'nofile=x', secrets: 'src=a', extraHosts: 'a', folder: '' };
    const reading = readForm({ ...form, texts }, {});
    assert.ok('problems' in reading);
    assert.deepEqual(Object.keys(reading.problems).sort(), ['extraHosts', 'folder', 'references', 'secrets', 'shmSize', 'ulimits']);
  });

  it('keeps the default of an argument whose field is empty, and takes names in every way that people write several', () => {
    const form = formOf(plain, ['A', 'B']);
    const reading = readForm({ ...form, arguments: { A: '', B: '1' }, texts: { ...form.texts, references: ' a:1,b  c ' } }, {});
    assert.deepEqual('request' in reading && reading.request, { ...plain, buildArguments: { B: '1' }, references: ['a:1', 'b:latest', 'c:latest'] });
  });

  it('takes nothing of another form from a page', () => {
    const form: BuildForm = formOf(plain, ['A']);
    const wrong: readonly unknown[] = [undefined, null, 1, 'x', [], {}, { ...form, source: 'other' }, { ...form, texts: {} }, { ...form, texts: { ...form.texts, target: 1 } }, { ...form, texts: { ...form.texts, target: 'x'.repeat(30_000) } }, { ...form, switches: { ...form.switches, pull: 'yes' } }, { ...form, arguments: { A: 1 } }, { ...form, arguments: Object.fromEntries(Array.from({ length: 600 }, (_, index) => [String(index), ''])) }];
    for (const each of wrong) assert.equal(formFrom(each), undefined);
  });
});
