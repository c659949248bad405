import assert from 'node:assert/strict';
import { SlipwayError } from '../../../../src/core/errors';
import { parseRunLine } from '../../../../src/core/run-line';
import { createOptions, prepareCreate } from '../../../../src/engine/containers/create-options';
import { describeError } from '../../../../src/ui/present';
import { engineOf, optionLines } from '../../../support/create-option-lines';

type Json = Readonly<Record<string, unknown>>;

const newest = engineOf('docker', '1.51');
const podman = engineOf('podman', '1.41');
const prepare = (line: string, information = newest) => prepareCreate(parseRunLine(`-d ${line} app:1`).specification, information);
const bodyOf = (line: string): Json => parseRunLine(`-d ${line} app:1`).specification.body;
const hostOf = (body: Json): Json => body['HostConfig'] as Json;
const refused = (line: string, information: ReturnType<typeof engineOf>): SlipwayError | undefined => {
  try {
    prepare(line, information);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof SlipwayError && error.kind === 'unsupported', String(error));
    return error;
  }
};

describe('engine/containers/create-options', () => {
  it(`has a line for each of its ${createOptions.length} options`, () => {
    assert.deepEqual(Object.keys(optionLines), createOptions.map(({ option }) => option));
    assert.ok(createOptions.length >= 34);
  });

  for (const { option, docker, podman: known, older } of createOptions) {
    const line = optionLines[option] ?? '';
    it(`${option}: goes as it is to an engine that knows it`, () => {
      assert.deepEqual(prepare(line), { body: bodyOf(line), join: [] });
      if (docker !== undefined) assert.deepEqual(prepare(line, engineOf('docker', docker)).body, bodyOf(line));
    });

    it(`${option}: is never dropped by one that does not`, () => {
      const old = docker === undefined ? undefined : engineOf('docker', `1.${Number(docker.split('.')[1]) - 1}`);
      for (const information of [...(old ? [old] : []), ...(known ? [] : [podman])]) {
        const error = refused(line, information);
        if (older && error === undefined) continue;
        assert.ok(error, `${information.kind} takes ${line}`);
        const sentence = describeError(error).message;
        assert.ok(sentence.includes(option) || [...createOptions].some((other) => sentence.includes(other.option)), sentence);
        assert.ok(sentence.includes(information.kind === 'podman' ? 'Podman 9' : 'Docker 9'), sentence);
      }
    });
  }

  it('names the option, the engine and what it needs', () => {
    const error = refused('--annotation a=b', engineOf('docker', '1.41'));
    assert.equal(describeError(error).message, 'Docker 9 cannot do this: --annotation needs Docker 24.0 (API 1.43); this engine has API 1.41.');
    assert.equal(describeError(refused('--gpus all', podman)).message, 'Podman 9 cannot do this: Podman’s Docker API does not support --gpus.');
  });

  it('gives a plain line to every engine as it is', () => {
    for (const information of [engineOf('docker', '1.24'), newest, podman]) assert.deepEqual(prepare('-p 80:80 -e A=b -v v:/x', information), { body: bodyOf('-p 80:80 -e A=b -v v:/x'), join: [] });
  });

  it('gives an older Docker the address of the container, where it is that of its first network', () => {
    const old = engineOf('docker', '1.41');
    const address = '02:42:ac:11:00:09';
    for (const line of [`--mac-address ${address}`, `--mac-address ${address} --network n`, `--network name=n,mac-address=${address}`]) {
      const { body } = prepare(line, old);
      assert.equal(body['MacAddress'], address, line);
      assert.ok(!JSON.stringify(body['NetworkingConfig']).includes(address));
    }
    const { body, join } = prepare(`--network name=n,mac-address=${address},ip=10.0.0.2 --network m`, old);
    assert.equal(body['MacAddress'], address);
    assert.deepEqual(body['NetworkingConfig'], { EndpointsConfig: { n: { IPAMConfig: { IPv4Address: '10.0.0.2' } } } });
    assert.deepEqual(join, [['m', {}]]);
    assert.ok(refused(`--network n --network name=m,mac-address=${address}`, old));
    assert.ok(refused(`--network name=n,mac-address=${address} --network name=m,mac-address=${address}`, old));
  });

  it('joins further networks afterwards where the engine takes one at first', () => {
    const { body, join } = prepare('--network n --network name=m,alias=x --network k', engineOf('docker', '1.43'));
    assert.deepEqual(body['NetworkingConfig'], { EndpointsConfig: { n: {} } });
    assert.deepEqual(join, [['m', { Aliases: ['x'] }], ['k', {}]]);
  });

  it('gives Podman its own words', () => {
    assert.deepEqual(hostOf(prepare('--security-opt systempaths=unconfined', podman).body)['SecurityOpt'], ['unmask=ALL']);
    const { body } = prepare('--mount type=volume,source=v,target=/x,volume-nocopy,readonly --mount type=tmpfs,target=/y -v data:/b', podman);
    assert.deepEqual(hostOf(body)['Binds'], ['data:/b', 'v:/x:nocopy,ro']);
    assert.deepEqual(hostOf(body)['Mounts'], [{ Type: 'tmpfs', Target: '/y' }]);
    assert.ok(refused('--mount type=volume,target=/x,volume-nocopy', podman));
    assert.equal(hostOf(prepare('--pids-limit 0', podman).body)['PidsLimit'], 0);
  });

  /** What the version history of Docker's API says, and what was tried with Podman 4.3. */
  const brought: Readonly<Record<string, readonly string[]>> = {
    '1.25 (1.13), Podman': ['--cpu-rt-period', '--cpu-rt-runtime', '--cpus', '--init', '--mount', '--rm', '--stop-timeout'],
    '1.25 (1.13)': ['--mount …,volume-nocopy', '--mount …,volume-label', '--mount …,volume-driver'],
    '1.28 (17.04)': ['--device-cgroup-rule'],
    '1.29 (17.05), Podman': ['--health-start-period'],
    '1.32 (17.09)': ['--network …,driver-opt'],
    '1.38 (18.06)': ['--security-opt systempaths=unconfined'],
    '1.40 (19.03)': ['--gpus'],
    '1.40 (19.03), Podman': ['--mount …,bind-recursive=disabled'],
    '1.41 (20.10)': ['--cgroupns'],
    '1.41 (20.10), Podman': ['--platform'],
    '1.43 (24.0)': ['--annotation'],
    '1.44 (25.0)': ['--device …/…=…', '--health-start-interval', '--mount …,bind-recursive=readonly'],
    '1.44 (25.0), Podman': ['--mac-address', '--mount …,bind-recursive=writable', '--network … --network …'],
    '1.45 (26.0)': ['--mount …,volume-subpath'],
    '1.48 (28.0)': ['--mount …,image-subpath', '--network …,gw-priority'],
    '1.48 (28.0), Podman': ['--mount type=image'],
    always: ['--domainname', '--link-local-ip', '--memory-swap -1', '--runtime', '--volume-driver'],
  };
  for (const [since, options] of Object.entries(brought)) {
    it(`knows what came with ${since}`, () => {
      for (const name of options) {
        const known = createOptions.find(({ option }) => option === name);
        const [api = '', release = ''] = /^([\d.]+) \(([\d.]+)\)/.exec(since)?.slice(1) ?? [];
        assert.deepEqual([known?.docker ?? '', known?.podman], [api, since.endsWith('Podman')], name);
        if (api === '' || known?.older) continue;
        const error = refused(optionLines[name] ?? '', engineOf('docker', '1.24'));
        const { message = '' } = error ?? {};
        assert.match(message, /needs Docker /, name);
        if (message.includes(`${name} needs`)) assert.ok(message.includes(`needs Docker ${release} (API ${api})`), message);
      }
    });
  }
  it('knows when each came, of all', () => assert.deepEqual(Object.values(brought).flat().sort(), createOptions.map(({ option }) => option).sort()));

  it('asks nothing of an engine for what is as good as not given', () => {
    const plain: readonly Json[] = [{ CgroupnsMode: '', NanoCpus: 0, Annotations: {}, DeviceCgroupRules: [], DeviceRequests: null, VolumeDriver: 'local', Runtime: null, AutoRemove: false, Mounts: [] }, {}];
    for (const information of [engineOf('docker', '1.24'), podman]) {
      for (const HostConfig of plain) {
        const body = { Domainname: '', Healthcheck: { StartPeriod: 0 }, HostConfig, NetworkingConfig: { EndpointsConfig: { default: { MacAddress: '', DriverOpts: {}, GwPriority: 0 } } } };
        assert.deepEqual(prepareCreate({ body }, information), { body, join: [] });
      }
    }
  });

  it('takes away what Podman has other words for, and leaves the rest', () => {
    const host = hostOf(prepare('--security-opt systempaths=unconfined --security-opt label=disable --memory 64m', podman).body);
    assert.deepEqual([host['MaskedPaths'], host['ReadonlyPaths'], host['SecurityOpt'], host['Memory']], [undefined, undefined, ['label=disable', 'unmask=ALL'], 64 * 1024 ** 2]);
    assert.ok(refused('--mount type=volume,source=a,target=/x,volume-nocopy --mount type=volume,target=/y,volume-nocopy', podman), 'one of two cannot be said');
    assert.ok(refused('--mount type=volume,source=a,target=/x,volume-nocopy,volume-label=a=b', podman));
  });
});
