import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type BuildLineSurroundings, checkBuildLine, parseBuildLine } from '../../../../src/core/build/build-line';
import { buildFlags } from '../../../../src/core/build/build-line-flags';
import { buildLine, buildLineWithSecrets } from '../../../../src/core/build/build-line-text';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import { SlipwayError } from '../../../../src/core/errors';
import { defined } from '../../../../src/core/records';

const folders: Readonly<Record<string, readonly string[]>> = {
  '/srv': ['Dockerfile', 'dev.Dockerfile', 'context.tar.gz', 'npmrc'],
  '/srv/lower': ['dockerfile'],
  '/srv/pod': ['Containerfile', 'Dockerfile'],
  '/srv/my app': ['Dockerfile'],
  '/home/ada/app': ['Dockerfile'],
};
const surroundings: BuildLineSurroundings = {
  home: '/home/ada',
  workingDirectory: '/srv',
  variables: { TAG: '1.2', TOKEN: 'a token', PWD: '/srv' },
  resolvePath: (relative) => path.posix.resolve('/srv', relative),
  readFolder: (folder) => folders[folder]?.map((name) => ({ name, isFolder: false })),
};

const here: BuildRequest = { source: { kind: 'folder', folder: '/srv' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } };

describe('build lines', () => {
  describe('mean', () => {
    const table: readonly (readonly [line: string, request: BuildRequest])[] = [
      ['docker build .', here],
      ['.', here],
      ['-t app .', { ...here, references: ['app:latest'] }],
      ['docker build -t app:1 -t registry.example/app:$TAG .', { ...here, references: ['app:1', 'registry.example/app:1.2'] }],
      ['docker build . -t app:1', { ...here, references: ['app:1'] }],
      ['docker buildx build -tapp:1 .', { ...here, references: ['app:1'] }],
      ['docker buildx b --tag=app:1 $(pwd)', { ...here, references: ['app:1'] }],
      ['docker image build "$PWD"', here],
      ['docker builder build .', here],
      ['sudo DOCKER_BUILDKIT=1 docker build .', here],
      ['DOCKER_BUILDKIT=1 docker build \\\n  --target dev \\\n  .', { ...here, target: 'dev' }],
      ['$ docker build .', here],
      ['docker build `\n  --target dev `\n  .', { ...here, target: 'dev' }],
      ['docker build ^\n  --target dev ^\n  .', { ...here, target: 'dev' }],
      ['docker build ~/app', { source: { kind: 'folder', folder: '/home/ada/app' }, dockerfile: { kind: 'file', file: '/home/ada/app/Dockerfile' } }],
      ['docker build "my app"', { source: { kind: 'folder', folder: '/srv/my app' }, dockerfile: { kind: 'file', file: '/srv/my app/Dockerfile' } }],
      ['docker build lower', { source: { kind: 'folder', folder: '/srv/lower' }, dockerfile: { kind: 'file', file: '/srv/lower/dockerfile' } }],
      ['podman build pod', { source: { kind: 'folder', folder: '/srv/pod' }, dockerfile: { kind: 'file', file: '/srv/pod/Containerfile' } }],
      ['podman build --layers', here],
      ['docker build -f dev.Dockerfile .', { ...here, dockerfile: { kind: 'file', file: '/srv/dev.Dockerfile' } }],
      ['docker build -f ../other/Dockerfile .', { ...here, dockerfile: { kind: 'file', file: '/other/Dockerfile' } }],
      ['docker build - < Dockerfile', { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } }],
      ['docker build -t a:1 - <dev.Dockerfile', { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/dev.Dockerfile' }, references: ['a:1'] }],
      ['docker build < Dockerfile -', { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } }],
      ['cat Dockerfile | docker build -t a:1 -', { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' }, references: ['a:1'] }],
      ['Get-Content -Raw Dockerfile | docker build -', { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } }],
      ["cmd /c 'docker build - < Dockerfile'", { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/srv/Dockerfile' } }],
      ['docker build -f - . < dev.Dockerfile', { ...here, dockerfile: { kind: 'file', file: '/srv/dev.Dockerfile' } }],
      ['docker build - < context.tar.gz', { source: { kind: 'archive', file: '/srv/context.tar.gz' }, dockerfile: { kind: 'inside', path: 'Dockerfile' } }],
      ['docker build -f ./a/Dockerfile - < context.tar.gz', { source: { kind: 'archive', file: '/srv/context.tar.gz' }, dockerfile: { kind: 'inside', path: 'a/Dockerfile' } }],
      ['docker build https://example.com/app.git#main:folder', { source: { kind: 'address', address: 'https://example.com/app.git#main:folder' }, dockerfile: { kind: 'inside', path: 'Dockerfile' } }],
      ['docker build git@example.com:ada/app.git', { source: { kind: 'address', address: 'git@example.com:ada/app.git' }, dockerfile: { kind: 'inside', path: 'Dockerfile' } }],
      ['docker build git://example.com/app', { source: { kind: 'address', address: 'git://example.com/app' }, dockerfile: { kind: 'inside', path: 'Dockerfile' } }],
      ['docker build -f dev/Dockerfile http://server/context.tar.gz', { source: { kind: 'address', address: 'http://server/context.tar.gz' }, dockerfile: { kind: 'inside', path: 'dev/Dockerfile' } }],
      ['docker build --build-arg A=1 --build-arg TOKEN --build-arg EMPTY= .', { ...here, buildArguments: { A: '1', TOKEN: 'a token', EMPTY: '' } }],
      ['docker build --label a=1 --label b .', { ...here, labels: { a: '1', b: '' } }],
      ['docker build --platform linux/arm64 --platform linux/amd64,linux/arm64 .', { ...here, platform: 'linux/arm64,linux/amd64' }],
      ['DOCKER_DEFAULT_PLATFORM=linux/arm64 docker build .', { ...here, platform: 'linux/arm64' }],
      ['docker build --no-cache --pull .', { ...here, noCache: true, pull: true }],
      ['docker build --no-cache=false --pull=false .', here],
      ['podman build --pull=always .', { ...here, pull: true }],
      ['docker build --no-cache-filter a,b --no-cache-filter c .', { ...here, noCache: ['a', 'b', 'c'] }],
      ['docker build --secret id=a,src=npmrc --secret id=TOKEN --secret type=env,id=b,src=OTHER --secret id=npmrc --secret id=kept .', { ...here, secrets: [
        { id: 'a', source: { kind: 'file', file: '/srv/npmrc' } }, { id: 'TOKEN', source: { kind: 'variable', variable: 'TOKEN' } },
        { id: 'b', source: { kind: 'variable', variable: 'OTHER' } }, { id: 'npmrc', source: { kind: 'file', file: '/srv/npmrc' } }, { id: 'kept', source: { kind: 'stored' } },
      ] }],
      ['docker build --ssh default --ssh other=agent.sock .', { ...here, ssh: [{ id: 'default' }, { id: 'other', socket: '/srv/agent.sock' }] }],
      ['docker build --network none --add-host a=10.0.0.1 --add-host b:host-gateway .', { ...here, network: 'none', extraHosts: ['a:10.0.0.1', 'b:host-gateway'] }],
      ['docker build --network default .', here],
      ['docker build --shm-size 64m --ulimit nofile=1024:2048 .', { ...here, shmSize: 67_108_864, ulimits: ['nofile=1024:2048'] }],
      ['docker build --cache-from app:cache,app:old --cache-from type=local,src=cache .', { ...here, cacheFrom: ['app:cache', 'app:old', 'type=local,src=/srv/cache'] }],
      ['docker build --cache-to type=inline .', { ...here, inlineCache: true }],
      ['docker build --cache-to app:cache --cache-to type=local,dest=out .', { ...here, cacheTo: ['type=registry,ref=app:cache', 'type=local,dest=/srv/out'] }],
      ['docker build --build-context base=docker-image://alpine --build-context files=../files .', { ...here, contexts: { base: 'docker-image://alpine', files: '/files' } }],
      ['docker build -o out .', { ...here, output: { kind: 'folder', folder: '/srv/out' } }],
      ['docker build --output type=tar,dest=out.tar .', { ...here, output: { kind: 'archive', file: '/srv/out.tar' } }],
      ['docker build --output type=image,name=a:1,push=true .', { ...here, references: ['a:1'], push: true }],
      ['docker build --push --builder cloud -t a:1 .', { ...here, push: true, builder: 'cloud', references: ['a:1'] }],
      ['docker buildx --builder cloud build .', { ...here, builder: 'cloud' }],
      ['docker build --builder default .', here],
    ];
    for (const [line, request] of table)
      it(line, () => {
        const check = checkBuildLine(line, surroundings);
        assert.ok('build' in check, JSON.stringify(check));
        assert.deepEqual(check.build.request, request);
      });
  });

  describe('are passed over in part, and say why', () => {
    const options = ['--progress plain', '--progress=plain', '-q', '--quiet', '-D', '--iidfile id', '--metadata-file m.json', '--load', '--rm', '--force-rm=true', '-m 2g', '-c 5', '--squash', '--compress', '--cgroup-parent x', '--provenance=false', '--sbom=false', '--attest type=sbom,disabled=true', '--call build', '--allow network.host', '-o type=docker', '--build-arg NOT_SET'];
    for (const option of options)
      it(option, () => {
        const { request, remarks } = parseBuildLine(`docker build ${option} .`, surroundings);
        assert.deepEqual(request, here);
        assert.deepEqual(remarks.map((remark) => remark.option.replace(/^--output/, '-o')), [option]);
        assert.ok(remarks.every(({ reason }) => reason.length > 20));
      });
    it('DOCKER_BUILDKIT=0', () => {
      assert.deepEqual(parseBuildLine('DOCKER_BUILDKIT=0 docker build .', surroundings).remarks.map(({ option }) => option), ['DOCKER_BUILDKIT=0']);
    });
  });

  describe('are refused with a reason and a place', () => {
    const table: readonly (readonly [line: string, reason: RegExp, place: string])[] = [
      ['docker build', /context is missing/, ''],
      ['docker build . other', /Only one context/, 'other'],
      ['docker build --frob .', /no option --frob/, '--frob'],
      ['docker build -x .', /no option -x/, '-x'],
      ['docker build . -t', /-t needs a value/, '-t'],
      ['docker build missing', /folder \/srv\/missing cannot be read/, 'missing'],
      ['docker build context.tar.gz', /write - < context\.tar\.gz/, 'context.tar.gz'],
      ['docker build -', /missing: write < and/, '-'],
      ['docker build . < Dockerfile', /Nothing reads Dockerfile/, '.'],
      ['docker build -f other - < Dockerfile', /two Dockerfiles/, '-'],
      ['docker build - <<EOF', /save it as a file/, '<<'],
      ['docker build - < ', /One file must stand/, '<'],
      ['curl example.com | docker build -', /another program prints/, '|'],
      ['docker build . > log', /Builds view keeps it/, '>'],
      ['docker build . | tee log', /cannot be piped/, '|'],
      ['docker build . && docker push a', /remove "&&"/, '&& docker push a'],
      ['cd x && docker build .', /remove everything before docker/, 'cd x &&'],
      ['docker run alpine', /Only docker build is supported here\. For docker run, use “Run Image…”/, 'run'],
      ['docker compose up', /Slipway has no command for docker compose/, 'compose'],
      ['docker buildx bake', /Slipway has no command for docker buildx bake/, 'buildx'],
      ['docker -H tcp://other build .', /engine in use is not/, '-H tcp://other'],
      ['sudo', /docker build is missing after sudo/, ''],
      ['docker build -t A .', /./, ''],
      ['docker build --secret src=npmrc .', /id of the secret is missing/, 'src=npmrc'],
      ['docker build --secret id=a,value=x .', /no field "value"/, 'id=a,value=x'],
      ['docker build --ssh default=~/.ssh/id_ed25519 .', /ssh-add/, 'default=~/.ssh/id_ed25519'],
      ['docker build -o a -o b .', /one output/, 'b'],
      ['docker build -o - .', /name a file/, '-'],
      ['docker build -o type=oci,dest=a.tar .', /Save Images to a File/, 'type=oci,dest=a.tar'],
      ['docker build --no-cache --no-cache-filter a .', /exclude each other/, ''],
      ['docker build --annotation a=b .', /--label/, 'a=b'],
      ['docker build --sbom=true .', /Attestations/, '--sbom=true'],
      ['docker build --check .', /builds nothing/, '--check'],
      ['docker build --help', /prints help/, '--help'],
      ['docker build --allow security.insecure .', /buildx/, 'security.insecure'],
      ['docker build --ulimit nofile=x .', /whole number/, 'nofile=x'],
      ['docker build --add-host a .', /name:address/, 'a'],
      ['docker build -f https://example.com/Dockerfile .', /download/, '.'],
      ['docker build "x', /quote is not closed/, '"'],
      ['docker build $NOT_SET', /NOT_SET is not set/, '$NOT_SET'],
    ];
    for (const [line, reason, place] of table)
      it(line, () => {
        const check = checkBuildLine(line, surroundings);
        assert.ok('reason' in check, JSON.stringify(check));
        assert.match(check.reason, reason);
        if (place !== '') assert.equal(line.slice(check.offset, check.offset + check.length), place);
      });

    it('without the values that may be secret', () => {
      assert.throws(() => parseBuildLine('docker build --build-arg PASSWORD=hunter22 --frob .', surroundings), (error) => {
        const details = SlipwayError.details(error, 'invalidInput');
        assert.ok(details);
        assert.doesNotMatch(JSON.stringify(details), /hunter22/);
        return true;
      });
    });
  });

  it('know every option of buildx 0.29, its letter, and whether it takes a value', () => {
    const help = readFileSync(new URL('buildx-0.29-options.txt', import.meta.url), 'utf8').trim().split('\n');
    assert.equal(help.length, 35);
    for (const line of help) {
      const [, short, name = '', type] = /^(?:-(\w), )?--([\w-]+)(?: (\w+))?$/.exec(line) ?? [];
      const flag = buildFlags[name];
      assert.ok(flag, name);
      assert.deepEqual([name, flag.short, flag.isSwitch ?? false], [name, short, type === undefined]);
    }
  });

  describe('say what a request says, and are read as that', () => {
    const plain = fc.array(fc.constantFrom('a', 'b', '1', '-', '_', '.'), { minLength: 1, maxLength: 6 }).map((all) => `a${all.join('')}`);
    const hostile = fc.array(fc.constantFrom('a', ' ', '"', "'", ',', '\\', '$', '`', '=', '&', ';', '#', 'é', '(', '<', '!', '~'), { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
    const segment = fc.array(fc.constantFrom('a', 'b', ' ', "'", ',', '"', '$', 'é', '&', '.x'), { minLength: 1, maxLength: 5 }).map((all) => `f${all.join('')}`);
    const file = fc.array(segment, { minLength: 1, maxLength: 3 }).map((all) => `/${all.join('/')}`);
    const record = fc.uniqueArray(fc.tuple(plain, hostile), { minLength: 1, maxLength: 3, selector: ([key]) => key }).map((all) => Object.fromEntries(all));
    const optional = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(of, { nil: undefined });
    const some = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[] | undefined> => optional(fc.uniqueArray(of, { minLength: 1, maxLength: 3 }));
    const secret = fc.tuple(plain, fc.oneof(file.map((source) => ({ kind: 'file' as const, file: source })), plain.map((variable) => ({ kind: 'variable' as const, variable })), fc.constant({ kind: 'stored' as const })));
    const place: fc.Arbitrary<Pick<BuildRequest, 'source' | 'dockerfile'>> = fc.oneof(
      fc.tuple(file, file).map(([folder, dockerfile]) => ({ source: { kind: 'folder' as const, folder }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
      file.map((dockerfile) => ({ source: { kind: 'none' as const }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
      fc.tuple(file, fc.constantFrom('Dockerfile', 'a/b.Dockerfile')).map(([archive, inside]) => ({ source: { kind: 'archive' as const, file: `${archive}.tar.gz` }, dockerfile: { kind: 'inside' as const, path: inside } })),
      fc.constantFrom('Dockerfile', 'a/Dockerfile').map((inside) => ({ source: { kind: 'address' as const, address: 'https://example.com/a.git#main:b' }, dockerfile: { kind: 'inside' as const, path: inside } })),
      file.map((dockerfile) => ({ source: { kind: 'address' as const, address: 'git@example.com:a/b' }, dockerfile: { kind: 'file' as const, file: dockerfile } })),
    );
    const rest = fc.record({
      references: some(plain.map((name) => `${name.replaceAll(/[._-]/g, 'x')}:1`)),
      target: optional(plain),
      buildArguments: optional(record),
      labels: optional(record),
      platform: optional(fc.constantFrom('linux/arm64', 'linux/amd64,linux/arm64')),
      noCache: optional(fc.oneof(fc.constant(true as const), fc.uniqueArray(plain, { minLength: 1, maxLength: 2 }))),
      pull: optional(fc.constant(true)),
      secrets: optional(fc.uniqueArray(secret, { minLength: 1, maxLength: 3, selector: ([id]) => id }).map((all) => all.map(([id, source]) => ({ id, source })))),
      ssh: optional(fc.constantFrom([{ id: 'default' }], [{ id: 'a', socket: '/run/a b.sock' }, { id: 'default' }])),
      network: optional(fc.constantFrom('none', 'host', 'other')),
      extraHosts: optional(fc.constantFrom(['a:10.0.0.1'], ['a:::1', 'b:host-gateway'])),
      shmSize: optional(fc.nat()),
      ulimits: optional(fc.constantFrom(['nofile=1024:2048'], ['nproc=5', 'core=-1'])),
      cacheFrom: optional(fc.constantFrom(['app:cache'], ['type=registry,ref=a/b:c', 'app:1'])),
      inlineCache: optional(fc.constant(true)),
      contexts: optional(fc.constantFrom({ base: 'docker-image://alpine' }, { files: '/a b', code: 'https://example.com/a.git' })),
      output: optional(fc.oneof(file.map((folder) => ({ kind: 'folder' as const, folder })), file.map((archive) => ({ kind: 'archive' as const, file: archive })))),
      builder: optional(plain),
      cacheTo: optional(fc.constantFrom(['type=registry,ref=a/b:c'], ['type=local,dest=/a b'])),
      push: optional(fc.constant(true)),
    }, { noNullPrototype: true });
    const request = fc.tuple(place, rest).map(([where, options]): BuildRequest => ({ ...where, ...defined(options) }));
    const shells = { posix: 'posix', powershell: 'powershell', powershellOnUnix: 'powershell' } as const;
    for (const [shell, dialect] of Object.entries(shells) as [keyof typeof shells, 'posix' | 'powershell'][])
      it(`in ${shell}`, () => {
        fc.assert(
          fc.property(request, (wanted) => {
            const line = buildLineWithSecrets(wanted, shell);
            const check = checkBuildLine(line, { dialect });
            assert.ok('build' in check, `${line}\n${JSON.stringify(check)}`);
            assert.deepEqual(check.build.request, wanted, line);
          }),
          { numRuns: 1500 },
        );
      });

    it('without the values of build arguments in a log', () => {
      fc.assert(
        fc.property(request, (wanted) => {
          const line = buildLine({ ...wanted, buildArguments: { A: 'hunter2222' } }, 'posix');
          assert.doesNotMatch(line, /hunter2222/);
          assert.match(line, /A=\*\*\*/);
        }),
        { numRuns: 50 },
      );
    });
  });

  it('never end in anything but a reason', () => {
    const piece = fc.constantFrom('docker ', 'build ', 'buildx ', '-t ', 'a ', '. ', '- ', '< ', '-f ', '--secret ', 'id=', ',', '"', "'", '$', '`', '\\', '\n', '|', '&', '--output ', '=', 'cat ', '^', '--ssh ', '--ulimit ', '--cache-to ', '%A%', 'https://a ', 'cmd /c ', 'podman ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom(undefined, 'posix', 'powershell', 'cmd'), (pieces, dialect) => {
        const check = checkBuildLine(pieces.join(''), dialect === undefined ? surroundings : { ...surroundings, dialect });
        assert.ok('build' in check || check.reason !== '');
      }),
      { numRuns: 5000 },
    );
  });
});
