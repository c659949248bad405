import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { composeText, joinedCompose } from '../../../../src/commands/containers/compose-text';
import { parseRunLine, parseRunWords } from '../../../../src/core/run-line';
import { composeOfBody } from '../../../../src/core/run/compose-of-body';

/** The service that a run line comes to, as another program reads the text of it. */
async function service(line: string): Promise<Readonly<Record<string, unknown>>> {
  const { specification } = parseRunLine(line, { resolvePath: (path) => path, home: '/home/user' });
  const file = composeOfBody(specification);
  const text = await composeText(file);
  for (const version of ['1.1', '1.2'] as const) assert.deepEqual(parse(text, { version }), file, text);
  return file.services[Object.keys(file.services)[0] ?? ''] ?? {};
}

describe('a Compose service', () => {
  it('keeps what cannot be seen, escaped', async () => {
    for (const value of ['a\u009b31mb', 'a\u202eb', 'a\u200bb', 'a\u{e0041}b', 'a\u001b[2J', 'a\u007f', 'a\u2028b', '\u202e: x', 'a"\\\u0000']) {
      const text = await composeText({ services: { web: { environment: { A: value }, labels: { [value]: 'x' } } } });
      // eslint-disable-next-line no-control-regex -- these are the characters to be found
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u202e]|[\u{e0041}]/u);
      assert.deepEqual(parse(text), { services: { web: { environment: { A: value }, labels: { [value]: 'x' } } } }, text);
    }
  });

  const cases: readonly (readonly [line: string, service: Readonly<Record<string, unknown>>])[] = [
    ['-d --name web -p 22:22 -p 127.0.0.1::80/udp --expose 90 nginx', { container_name: 'web', ports: ['22:22', '127.0.0.1::80/udp'], expose: ['90'], network_mode: 'bridge' }],
    ['-e A=yes -e B -e "C=a $b" -e D= -l x=on alpine sh -c "echo $HOME"'.replace(/"/g, "'"), {
      command: ['sh', '-c', 'echo $$HOME'], environment: { A: 'yes', B: null, C: 'a $$b', D: '' }, labels: { x: 'on' }, network_mode: 'bridge',
    }],
    ['-it --init=false --read-only --entrypoint sh -u 1000:1000 -w /w --stop-timeout 3 alpine', {
      stdin_open: true, tty: true, init: false, read_only: true, entrypoint: ['sh'], user: '1000:1000', working_dir: '/w', stop_grace_period: '3s', network_mode: 'bridge',
    }],
    ['-v data:/data:ro -v /tmp:/t -v /anon --mount type=volume,src=v2,dst=/v2,volume-nocopy --tmpfs /r:size=1m alpine', {
      volumes: ['data:/data:ro', '/tmp:/t', '/anon', { type: 'volume', source: 'v2', target: '/v2', volume: { nocopy: true } }], tmpfs: ['/r:size=1m'], network_mode: 'bridge',
    }],
    ['--network mine --ip 10.0.0.9 --network-alias db --network other alpine', { networks: { mine: { aliases: ['db'], ipv4_address: '10.0.0.9' }, other: null } }],
    ['--network host --restart on-failure:3 -m 512m --memory-swap -1 --cpus 1.5 --ulimit nofile=1:2 --ulimit nproc=3 alpine', {
      network_mode: 'host', restart: 'on-failure:3', mem_limit: '512m', memswap_limit: -1, cpus: 1.5, ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 },
    }],
    ['--health-cmd true --health-interval 90s --health-retries 2 --log-driver local --log-opt max-size=1m --cap-add NET_ADMIN --device /dev/fuse --gpus all alpine', {
      healthcheck: { test: ['CMD-SHELL', 'true'], interval: '90s', retries: 2 }, logging: { driver: 'local', options: { 'max-size': '1m' } }, cap_add: ['CAP_NET_ADMIN'],
      devices: ['/dev/fuse:/dev/fuse:rwm'], gpus: [{ count: 'all', capabilities: ['gpu'] }], network_mode: 'bridge',
    }],
    ['--no-healthcheck --device-read-bps /dev/sda:1m --sysctl net.x=1 alpine', {
      healthcheck: { disable: true }, blkio_config: { device_read_bps: [{ path: '/dev/sda', rate: 1_048_576 }] }, sysctls: { 'net.x': '1' }, network_mode: 'bridge',
    }],
  ];
  for (const [line, expected] of cases) {
    it(line, async () => assert.deepEqual(await service(line), { image: /nginx/.test(line) ? 'nginx' : 'alpine', ...expected }));
  }

  it('says of named volumes and networks that they are there', () => {
    const { volumes, networks, services } = composeOfBody(parseRunLine('-v data:/d -v /tmp:/t --network mine --name x alpine').specification);
    assert.deepEqual({ volumes, networks, names: Object.keys(services) }, { volumes: { data: { external: true } }, networks: { mine: { external: true } }, names: ['x'] });
  });

  it('has the name of the service and not the labels of one that Compose made', () => {
    const { services } = composeOfBody(parseRunLine('--name shop-db-1 -l com.docker.compose.service=db -l com.docker.compose.project=shop -l a=b alpine').specification);
    assert.deepEqual(services, { db: { image: 'alpine', network_mode: 'bridge', labels: { a: 'b' } } });
  });

  it('is quoted so that hostile texts stay texts', async () => {
    const texts = ['on', 'no', '1e3', '0x10', '12:30:45', '~', 'null', '', ' a', '- a', '# a', 'a: b', '"', "'", '|', '>', '*a', '&a', '!a', '%a', '@a', '`a`', 'a\nb\n', '\t', '<<', '{}', '[]', '\u2028', '$x', '2026-01-01'];
    for (const text of texts) {
      const { specification } = parseRunWords({ options: ['-e', `A=${text}`, '-l', `a=${text}`], image: 'alpine', command: [text] });
      const file = composeOfBody(specification);
      const written = await composeText(file);
      assert.deepEqual(parse(written, { version: '1.1' }), file, written);
      assert.deepEqual(parse(written, { version: '1.2' }), file, written);
    }
  });

  it('joins several, each with a name of its own', () => {
    const one = composeOfBody(parseRunLine('-v aa:/a alpine').specification);
    const { services, volumes } = joinedCompose([one, one, composeOfBody(parseRunLine('-v bb:/b nginx').specification)]);
    assert.deepEqual([Object.keys(services), Object.keys(volumes ?? {})], [['alpine', 'alpine-2', 'nginx'], ['aa', 'bb']]);
  });

  it('can be written of every line that docker takes', async () => {
    const cases = JSON.parse(readFileSync(new URL('../run-line.cases.json', import.meta.url), 'utf8')) as readonly { readonly line: string; readonly refused?: true }[];
    for (const { line, refused } of cases) {
      if (refused !== true && !/file|seccomp=|\$/.test(line)) await service(line);
    }
  });
});
