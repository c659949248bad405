import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkRunLine } from '../../../../src/core/run-line';
import { otherCommands } from '../../../../src/core/run/other-commands';

describe('lines of docker that run nothing', () => {
  const instead = (shown: string, title: string): string => `Only docker run is supported here. For ${shown}, use “${title}”.`;
  const none = (shown: string): string => `Only docker run is supported here. Slipway has no command for ${shown}: run it in a terminal.`;
  const cases: readonly (readonly [line: string, reason: string, at: string, command?: string])[] = [
    ['docker ps -a', instead('docker ps', 'Refresh Containers'), 'ps', 'slipway.containers.refresh'],
    ['docker container ls', instead('docker container ls', 'Refresh Containers'), 'container ls', 'slipway.containers.refresh'],
    ['docker container list', instead('docker container list', 'Refresh Containers'), 'container list', 'slipway.containers.refresh'],
    ['docker container stop x', instead('docker container stop', 'Stop Container'), 'container stop', 'slipway.containers.stop'],
    ['docker image ls', instead('docker image ls', 'Refresh Images'), 'image ls', 'slipway.images.refresh'],
    ['docker image list', instead('docker image list', 'Refresh Images'), 'image list', 'slipway.images.refresh'],
    ['docker image rm x', instead('docker image rm', 'Remove Image…'), 'image rm', 'slipway.images.remove'],
    ['docker image pull x', instead('docker image pull', 'Pull Image…'), 'image pull', 'slipway.images.pull'],
    ['docker image inspect x', instead('docker image inspect', 'Inspect Image'), 'image inspect', 'slipway.images.inspect'],
    ['docker rm  x', instead('docker rm', 'Remove Container…'), 'rm', 'slipway.containers.remove'],
    ['podman buildx  build .', instead('podman buildx build', 'Build Image…'), 'buildx  build', 'slipway.dockerfile.build'],
    ['docker builder build .', instead('docker builder build', 'Build Image…'), 'builder build', 'slipway.dockerfile.build'],
    ['docker system df', instead('docker system df', 'Show Disk Usage'), 'system df', 'slipway.system.diskUsage'],
    ['docker context use x', instead('docker context', 'Use Engine'), 'context', 'slipway.engines.use'],
    ['docker compose up', none('docker compose'), 'compose'],
    ['docker top x', none('docker top'), 'top'],
    ['docker system events', none('docker system'), 'system'],
    ['docker buildx bake x', none('docker buildx bake'), 'buildx'],
    ['docker container', none('docker container'), 'container'],
    ['docker toString', none('docker toString'), 'toString'],
  ];
  for (const [line, reason, at, command] of cases) {
    it(`are told where that is done: ${line}`, () => {
      const checked = checkRunLine(line);
      assert.ok('reason' in checked);
      assert.deepEqual([checked.reason, line.slice(checked.offset, checked.offset + checked.length), checked.instead?.command], [reason, at, command]);
    });
  }

  it('are told by the titles that the commands have', () => {
    const titles = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
    for (const [verb, command] of Object.entries(otherCommands)) {
      const checked = checkRunLine(`docker ${verb} x`);
      assert.ok('reason' in checked && checked.instead, verb);
      assert.deepEqual([checked.instead.command, checked.instead.title], [command, titles[`${command}.title`]], verb);
    }
  });
});
