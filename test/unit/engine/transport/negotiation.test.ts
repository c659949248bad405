import assert from 'node:assert/strict';
import { SlipwayError } from '../../../../src/core/errors';
import { commonApiVersion, compareApiVersions, negotiate } from '../../../../src/engine/transport/negotiation';
import type { EngineTransport } from '../../../../src/engine/transport/transport';

/** A transport whose engine answers these. */
function engine(version: object, info: object = {}, headers: object = {}): EngineTransport {
  const answers: Readonly<Record<string, object>> = { '/_ping': headers, '/version': version, '/info': info };
  const answer = ({ path }: { readonly path: string }): Promise<object> => Promise.resolve(answers[path] ?? {});
  return { headers: answer, json: answer, prefix: '', engineName: '' } as unknown as EngineTransport;
}

describe('engine/transport/negotiation', () => {
  it('compares versions by their numbers', () => {
    const sorted = ['1.9', '1.24', '1.41', '1.100', '2', '2.1'];
    for (const [index, one] of sorted.entries()) for (const [other, two] of sorted.entries()) assert.equal(Math.sign(compareApiVersions(one, two)), Math.sign(index - other), `${one} ${two}`);
    assert.equal(compareApiVersions('1', '1.0'), 0);
    assert.equal(compareApiVersions('', '0.0'), 0);
  });
  const common: readonly (readonly [newest: string, oldest: string, chosen: string | undefined])[] = [
    ['1.41', '1.12', '1.41'], ['1.51', '', '1.51'], ['1.52', '1.24', '1.51'], ['1.52', '1.51', '1.51'], ['1.60', '1.52', undefined], ['1.24', '1.24', '1.24'], ['1.23', '', undefined], ['', '', '1.24'], ['', '1.25', undefined], ['1.40', '1.41', undefined],
  ];
  for (const [newest, oldest, chosen] of common) it(`chooses ${String(chosen)} from ${oldest} to ${newest}`, () => assert.equal(commonApiVersion(newest, oldest), chosen));

  it('says what the engine is', async () => {
    const transport = engine(
      { Version: '28.5', ApiVersion: '1.51', MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64' },
      { ID: 'i', OperatingSystem: 'Debian', OSType: 'x', Architecture: 'y', Driver: 'overlayfs', DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
        RegistryConfig: { IndexConfigs: { 'docker.io': { Secure: true }, 'r.example:5000': { Secure: false }, odd: null } } },
    );
    const information = await negotiate(transport);
    assert.deepEqual({ ...information, insecureRegistries: [] }, { kind: 'docker', version: '28.5', apiVersion: '1.51', id: 'i', operatingSystem: 'Debian', platform: 'linux/amd64', storageDriver: 'overlayfs', containerdStore: true, insecureRegistries: [] });
    assert.ok(information.insecureRegistries.includes('r.example:5000') && !information.insecureRegistries.includes('docker.io') && !information.insecureRegistries.includes('odd'));
    assert.deepEqual([transport.prefix, transport.engineName], ['/v1.51', 'Docker 28.5']);
  });
  it('takes what the other answer says', async () => {
    const information = await negotiate(engine({}, { OSType: 'linux', Architecture: 'x86_64', DriverStatus: [['Backing Filesystem', 'extfs'], null, []] }, { 'api-version': ['1.30', '1.20'] }));
    assert.deepEqual([information.apiVersion, information.platform, information.containerdStore, information.id], ['1.30', 'linux/x86_64', false, '']);
    assert.equal((await negotiate(engine({ ApiVersion: '1.40' }, {}, { 'api-version': '1.30' }))).apiVersion, '1.40');
  });
  for (const [title, version, headers] of [
    ['by its header', {}, { 'libpod-api-version': '4.3' }], ['by its components', { Components: [{ Name: 'Conmon' }, { Name: 'Podman Engine' }] }, {}],
  ] as const) {
    it(`knows Podman ${title}`, async () => {
      const transport = engine({ Version: '4.3', ApiVersion: '1.41', ...version }, { ID: 'made up' }, headers);
      const { kind, id } = await negotiate(transport);
      assert.deepEqual([kind, id, transport.engineName], ['podman', '', 'Podman 4.3']);
    });
  }
  it('takes an engine that has other components for Docker', async () => assert.equal((await negotiate(engine({ Components: [{ Name: 'Engine' }, null] }))).kind, 'docker'));
  it('refuses an engine without a common version, by its name', async () => {
    await assert.rejects(negotiate(engine({ Version: '1.9', ApiVersion: '1.21' })), (error) => {
      assert.deepEqual(SlipwayError.details(error, 'unsupported'), { operation: 'connect', engine: 'Docker 1.9' });
      return true;
    });
  });
});
