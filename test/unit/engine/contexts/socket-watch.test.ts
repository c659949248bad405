import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PathWatch } from '../../../../src/engine/contexts/socket-watch';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('engine/contexts/socket-watch', () => {
  let root: string;
  let told: number;
  let watch: PathWatch;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-watch-'));
    told = 0;
    watch = new PathWatch(() => (told += 1), hostEnvironment());
  });

  afterEach(async () => {
    watch.dispose();
    await rm(root, { recursive: true, force: true });
  });

  async function tells(act: () => Promise<unknown>): Promise<boolean> {
    const before = told;
    await act();
    for (let turn = 0; turn < 40 && told === before; turn += 1) await pause(10);
    return told > before;
  }

  it('tells when a path appears below directories that were not there', async () => {
    watch.set([join(root, 'a/b/docker.sock'), '//./pipe/docker_engine']);
    assert.equal(await tells(() => mkdir(join(root, 'a'))), true);
    assert.equal(await tells(() => mkdir(join(root, 'a/b'))), true);
    assert.equal(await tells(() => writeFile(join(root, 'a/b/docker.sock'), '')), true);
    assert.equal(await tells(() => rm(join(root, 'a/b/docker.sock'))), true);
  });

  it('is silent about other names', async () => {
    watch.set([join(root, 'docker.sock')]);
    assert.equal(await tells(() => writeFile(join(root, 'other'), '')), false);
    assert.equal(await tells(() => writeFile(join(root, 'docker.sock'), '')), true);
  });

  it('is silent after it was ended', async () => {
    watch.set([join(root, 'docker.sock')]);
    watch.dispose();
    assert.equal(await tells(() => writeFile(join(root, 'docker.sock'), '')), false);
  });

  for (const [platform, expected] of [['darwin', false], ['linux', true], ['win32', true]] as const) {
    it(`${expected ? 'watches' : 'leaves'} the home folder and what is above it (${platform})`, async () => {
      watch.dispose();
      const home = join(root, 'home');
      await mkdir(home);
      watch = new PathWatch(() => (told += 1), { platform, homeDirectory: home });
      watch.set([join(home, '.colima/default/docker.sock'), join(root, 'run/docker.sock')]);
      assert.equal(await tells(() => mkdir(join(home, '.colima'))), expected);
      assert.equal(await tells(() => mkdir(join(root, 'run'))), expected);
    });
  }

  it('watches folders of products on macOS', async () => {
    watch.dispose();
    const home = join(root, 'home');
    await mkdir(join(home, '.docker'), { recursive: true });
    watch = new PathWatch(() => (told += 1), { platform: 'darwin', homeDirectory: home });
    watch.set([join(home, '.docker/run/docker.sock'), join(home, '.docker/config.json')]);
    assert.equal(await tells(() => mkdir(join(home, '.docker/run'))), true);
    assert.equal(await tells(() => writeFile(join(home, '.docker/run/docker.sock'), '')), true);
    assert.equal(await tells(() => writeFile(join(home, '.docker/config.json'), '{}')), true);
  });
});
