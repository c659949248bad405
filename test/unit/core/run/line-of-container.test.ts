import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { quoteWord } from '../../../../src/core/docker-line';
import { parseRunLine, parseRunWords, type LineSurroundings } from '../../../../src/core/run-line';
import { isEmpty } from '../../../../src/core/run/inspected';
import { lineOfContainer } from '../../../../src/core/run/line-of-container';
import { wordsOfBody } from '../../../../src/core/run/words-of-body';
import { fakeId, fakeInspect } from '../../../support/fake-inspect';
import { runLineFiles, runLineVariables } from '../../../support/run-line-surroundings';

type Json = Readonly<Record<string, unknown>>;

/** Made by `scripts/oracle-run-line.ts` from the real docker command line. */
const cases = JSON.parse(readFileSync(new URL('../run-line.cases.json', import.meta.url), 'utf8')) as readonly {
  readonly line: string;
  readonly refused?: true;
}[];

const surroundings: LineSurroundings = {
  home: '/home/user',
  workingDirectory: '/project',
  variables: runLineVariables,
  resolvePath: (path) => posix.resolve('/project', path),
  readFile: (path) => runLineFiles[posix.resolve('/project', path).slice(1)] ?? '',
};

/** The same request in one of its forms: what engines do anyhow is left out. */
function plain({ body }: { readonly body: Json }): Json {
  const { HostConfig, NetworkingConfig, Healthcheck, ...config } = body;
  const host = { ...(HostConfig as Json) };
  const defaults: Json = { NetworkMode: 'bridge', CgroupnsMode: 'host', IpcMode: 'private', Runtime: 'runc', PidsLimit: 0, MemorySwappiness: -1, VolumeDriver: 'local' };
  for (const [key, value] of Object.entries(host)) if (key !== 'Init' && (value === defaults[key] || (isEmpty(value) && !/Paths$/.test(key) && key !== 'MemorySwappiness'))) Reflect.deleteProperty(host, key);
  const log = host['LogConfig'] as { readonly Type: string; readonly Config: Json } | undefined;
  if (log) {
    if (Object.keys(log.Config).length === 0 && ['', 'json-file'].includes(log.Type)) delete host['LogConfig'];
    else host['LogConfig'] = { Type: log.Type || 'json-file', Config: log.Config };
  }
  const env = config['Env'] as string[] | undefined;
  const networks = (NetworkingConfig as { readonly EndpointsConfig: Json } | undefined)?.EndpointsConfig;
  const mounts = host['Mounts'] as readonly Json[] | undefined;
  return {
    ...config,
    // The last of one name counts.
    ...(env && { Env: [...new Map(env.map((variable) => [variable.split('=', 1)[0], variable])).values()].sort() }),
    ...(Healthcheck !== undefined && { Healthcheck }),
    HostConfig: { ...host, ...(mounts && { Mounts: mounts.map((mount) => Object.fromEntries(Object.entries(mount).filter(([, value]) => !isEmpty(value)))) }) },
    ...(networks && { NetworkingConfig: Object.fromEntries(Object.entries(networks).map(([name, endpoint]) => [name === 'bridge' ? 'default' : name, endpoint])) }),
  };
}

describe('the run line of a container', () => {
  describe('means what the line meant that made it', () => {
    for (const { line } of cases.filter(({ refused }) => refused !== true)) {
      it(line, () => {
        const { specification } = parseRunLine(line, surroundings);
        const written = lineOfContainer(fakeInspect(specification.body, specification));
        if (/seccomp=seccomp\.json/.test(line)) {
          assert.deepEqual(written.unsaid, ['HostConfig.SecurityOpt.seccomp']);
          return;
        }
        assert.deepEqual(written.unsaid, []);
        const again = parseRunWords(written, { home: '/home/user' }).specification;
        assert.equal(again.name, specification.name ?? 'boring_wozniak');
        assert.deepEqual(plain(again), plain(specification), written.options.join(' '));
      });
      it(`${line}, without an engine between`, () => {
        if (/seccomp=seccomp\.json/.test(line)) return;
        const { specification } = parseRunLine(line, surroundings);
        const again = parseRunWords(wordsOfBody(specification), { home: '/home/user' }).specification;
        assert.deepEqual([again.name, again.platform], [specification.name, specification.platform]);
        assert.deepEqual(plain(again), plain(specification));
      });
    }
  });

  const image = {
    Config: {
      Env: ['PATH=/bin', 'A=1'], Cmd: ['nginx', '-g', 'daemon off;'], Entrypoint: ['/entry.sh'], Labels: { maintainer: 'me', a: 'b' },
      ExposedPorts: { '80/tcp': {}, '443/tcp': {} }, Volumes: { '/data': {} }, WorkingDir: '/app', User: 'web', StopSignal: 'SIGQUIT',
      Healthcheck: { Test: ['CMD', 'check', 'a b'], Interval: 5e9 },
    },
  };
  const written = (line: string): string => {
    const { specification } = parseRunLine(line);
    const { options, image: name, command, unsaid } = lineOfContainer(fakeInspect(specification.body, { ...specification, image: image.Config }), { image });
    assert.deepEqual(unsaid, []);
    return [...options, name, ...command].map(quoteWord).join(' ');
  };

  it('leaves out what the image says', () => {
    for (const line of [
      '--name web nginx',
      '--name web -p 8080:80 nginx',
      '-d --name web --expose 81 -e A=2 -v /other --user 0 --workdir / -l a=c nginx',
      '--name web nginx nginx -T',
      '--name web --health-interval 9s nginx',
      '--name web --no-healthcheck --stop-signal SIGTERM nginx',
      '--name web --entrypoint sh nginx -c true',
      "--name web --entrypoint '' nginx sh",
      '--name web --entrypoint /other nginx',
    ]) {
      assert.equal(written(line), line);
    }
  });

  it('says an entry point of several words, and a check without a shell, in the words that there are', () => {
    const told = fakeInspect({ Image: 'x', Entrypoint: ['sh', '-c', 'a b'], Cmd: ['c'], Healthcheck: { Test: ['CMD', 'check', 'a b'] } }, { name: 'x' });
    const { options, command } = lineOfContainer(told);
    assert.deepEqual(options.slice(-4), ['--health-cmd', "check 'a b'", '--entrypoint', 'sh']);
    assert.deepEqual(command, ['-c', 'a b', 'c']);
  });

  it('says what it cannot say', () => {
    const told = fakeInspect({ Image: 'x', Labels: { 'a b': 'c' }, HostConfig: { Cgroup: 'x' } });
    assert.deepEqual([...lineOfContainer(told).unsaid].sort(), ['HostConfig.Cgroup', 'Labels.a b']);
  });

  it('knows names and addresses that the engine has given', () => {
    const told = fakeInspect({
      Image: 'x', HostConfig: { NetworkMode: 'mine' },
      NetworkingConfig: { EndpointsConfig: { mine: { Aliases: ['web', fakeId.slice(0, 12)], MacAddress: '02:42:0a:00:00:02' } } },
    }, { name: 'x' });
    const running: Json = { ...told, State: { Status: 'running' } };
    assert.deepEqual(lineOfContainer(running).options, ['-d', '--name', 'x', '--network', 'mine', '--network-alias', 'web'].filter((word) => word !== '-d'));
    assert.ok(lineOfContainer(told).options.includes('--mac-address'));
    const older = { ...running, Config: { ...(running['Config'] as object), MacAddress: '92:d0:c6:0a:29:33' } };
    assert.deepEqual(lineOfContainer(older).options.slice(-2), ['--mac-address', '92:d0:c6:0a:29:33']);
  });

  it('has links of the default network as they were typed', () => {
    const told = fakeInspect({ Image: 'x', HostConfig: { Links: ['/db:/x/db', '/cache:/x/c'] } }, { name: 'x' });
    assert.deepEqual(lineOfContainer(told).options.slice(-4), ['--link', 'db', '--link', 'cache:c']);
  });

  it('reads what Podman tells', () => {
    const told = {
      Id: fakeId, Name: 'web', State: { Status: 'running' },
      Config: {
        Hostname: fakeId.slice(0, 12), Env: ['container=podman', 'TERM=xterm', 'HOME=/home/web', `HOSTNAME=${fakeId.slice(0, 12)}`, 'B=2', 'PATH=/bin'],
        Cmd: ['nginx', '-g', 'daemon off;'], Entrypoint: ['/entry.sh'], Image: 'localhost/x:1', WorkingDir: '/app', User: 'web', StopSignal: '3', StopTimeout: 0,
        Labels: { maintainer: 'me', a: 'b' }, ExposedPorts: { '80/tcp': {}, '443/tcp': {} }, Tty: true, OpenStdin: true,
        Healthcheck: { Test: ['CMD', 'check', 'a b'], Interval: 5e9, Timeout: 30e9, Retries: 3 },
      },
      HostConfig: {
        Binds: [`${fakeId}:/data:rw,rprivate,nosuid,nodev,rbind`, 'vol:/v:ro,rprivate,nosuid,nodev,rbind', '/tmp:/t:rw,rprivate,rbind'],
        LogConfig: { Type: 'json-file', Config: null }, NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }], '443/tcp': null },
        RestartPolicy: { Name: '', MaximumRetryCount: 0 }, IpcMode: 'shareable', PidMode: 'private', UTSMode: 'private', ShmSize: 65_536_000, Runtime: 'oci',
        NanoCpus: 5e8, CpuPeriod: 100_000, CpuQuota: 50_000, MemorySwappiness: -1, PidsLimit: 2048, Tmpfs: { '/r': 'size=1m,rw,rprivate,nosuid,nodev,tmpcopyup' },
        Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: '' }],
        Ulimits: [{ Name: 'RLIMIT_NOFILE', Hard: 200, Soft: 100 }, { Name: 'RLIMIT_NPROC', Hard: 1_048_576, Soft: 1_048_576 }],
      },
      Mounts: [{ Type: 'volume', Name: fakeId, Destination: '/data' }],
      NetworkSettings: { Networks: { mine: { Aliases: [fakeId.slice(0, 12), 'al'], MacAddress: '46:8c:52:89:38:6e' } } },
    };
    const { options, command, unsaid } = lineOfContainer(told, { image, engine: 'podman' });
    assert.deepEqual(unsaid, []);
    assert.deepEqual(command, []);
    assert.equal(
      options.join(' '),
      '-dit --name web -p 8080:80 -e B=2 -v vol:/v:ro -v /tmp:/t --tmpfs /r:size=1m --network mine --network-alias al --cpus 0.5 --device /dev/null:/dev/x --ulimit nofile=100:200',
    );
  });
});
