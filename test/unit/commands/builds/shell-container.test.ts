import assert from 'node:assert/strict';
import { shellPlan, type ShellPlanOptions } from '../../../../src/commands/builds/shell-container';
import { stepSurroundings } from '../../../../src/dockerfile/failed/step-surroundings';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { buildRequest } from '../../../support/fake-builds';

function plan(text: string, options: Partial<ShellPlanOptions> = {}) {
  const file = parseDockerfile(text);
  const run = file.instructions.findLast(({ name }) => name === 'RUN') ?? assert.fail();
  const surroundings = stepSurroundings(file, run, {}, 'linux/amd64');
  const made = shellPlan({ image: 'sha256:x', shell: [], surroundings, imageVariables: new Set(), request: buildRequest('/srv/app'), isLocal: true, ...options });
  const { HostConfig, Env, Entrypoint } = made.body as { HostConfig: Record<string, unknown>; Env: readonly string[]; Entrypoint: readonly string[] };
  return { ...made, host: HostConfig, environment: Env, program: Entrypoint.at(-1), words: Entrypoint.length };
}

describe('container of a failed step', () => {
  it('goes by itself, and its shell ends when nobody is there', () => {
    const { body, host } = plan('FROM a\nRUN x\n');
    assert.deepEqual([host['AutoRemove'], body['StdinOnce'], body['OpenStdin'], body['Tty'], body['Cmd']], [true, true, true, true, []]);
  });

  it('has the arguments that the image has not set, and the command in its history', () => {
    const { environment, program, hasHistory } = plan('FROM a\nARG A=1\nARG B=2\nSHELL ["/bin/bash", "-c"]\nRUN x "$A"\n', { imageVariables: new Set(['B']) });
    assert.deepEqual(environment, ['A=1', 'HISTFILE=/dev/shm/.slipway-history', 'SLIPWAY_HISTORY=x "$A"']);
    assert.deepEqual([program, hasHistory], ['/bin/bash', true]);
  });

  it('keeps several lines together where the shell can', () => {
    const script = 'RUN <<EOF\none\ntwo\nEOF\n';
    assert.equal(plan(`FROM a\nSHELL ["bash", "-c"]\n${script}`).environment.at(-1), 'SLIPWAY_HISTORY=#1\none\ntwo');
    assert.deepEqual(plan(`FROM a\n${script}`).environment, []);
  });

  it('promises no history of what may have none', () => {
    assert.equal(plan('FROM a\nRUN x\n').hasHistory, false);
    assert.equal(plan('FROM a\nRUN x\n', { shell: ['/bin/ash', '-c'] }).hasHistory, true);
    const { words, program, environment } = plan('FROM a\nRUN x\n', { shell: ['powershell', '-Command'] });
    assert.deepEqual([words, program, environment], [1, 'powershell', []]);
  });

  it('has mounts as far as they go, and says which it has not', () => {
    const text = 'FROM a AS b\nFROM a\nRUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t,size=1k --mount=source=../../etc,target=in/x --mount=from=b,target=/o --mount=from=more,target=/m --mount=type=ssh --mount=type=secret,id=k --mount=type=secret,id=e,env=E x\n';
    const request = buildRequest('/srv/app', { contexts: { more: '/srv/more' } });
    const { host, missing } = plan(text, { request });
    assert.deepEqual(host['Mounts'], [
      { Type: 'volume', Target: '/c' },
      { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1024 } },
      { Type: 'bind', Source: '/srv/app/etc', Target: '/in/x', ReadOnly: true },
      { Type: 'bind', Source: '/srv/more', Target: '/m', ReadOnly: true },
    ]);
    assert.deepEqual(missing, ['The cache at /c is empty.', '/o is not mounted: it comes from b.', 'The ssh agent is not there.', 'The secret E is not in the environment.']);
    const elsewhere = plan(text, { request, isLocal: false });
    assert.equal((elsewhere.host['Mounts'] as readonly unknown[]).length, 2);
    assert.ok(elsewhere.missing.includes('in/x is not mounted: the context is not a folder of the machine of the engine.'));
  });

  it('has the network of the step, else of the build', () => {
    assert.equal(plan('FROM a\nRUN --network=none x\n').host['NetworkMode'], 'none');
    assert.equal(plan('FROM a\nRUN x\n', { request: buildRequest('/w', { network: 'host' }) }).host['NetworkMode'], 'host');
    assert.equal(plan('FROM a\nRUN --network=default x\n').host['NetworkMode'], undefined);
  });
});
