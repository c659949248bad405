import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { Workbench } from './workbench';

function given(variable: string): string {
  const value = process.env[variable];
  assert.ok(value, `${variable} is not set: run this suite with npm run test:e2e`);
  return value;
}

/** Process ids of the extension hosts whose environment has this line. */
async function extensionHosts(line: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [command, environment] = await Promise.all(['cmdline', 'environ'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')));
    if (command?.includes('type=extensionHost') && environment?.split('\0').includes(line)) found.push(Number(name));
  }
  return found;
}

describe('The extension host', function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  const mark = `extension-host-${process.pid}`;

  async function open(name: string, isTrustAsked: boolean): Promise<void> {
    const directory = path.join(given('SLIPWAY_TEST_DIRECTORY'), name);
    const folder = path.join(directory, 'folder');
    await rm(directory, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({
      directory: path.join(directory, 'vscode'),
      folder,
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST'), SLIPWAY_TEST_MARK: mark },
      settings: { 'security.workspace.trust.enabled': isTrustAsked, 'security.workspace.trust.startupPrompt': 'never' },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  }

  afterEach(() => opened.close());

  it('in Restricted Mode says that a verb needs a terminal, and leads to the trust of the workspace', async () => {
    await open('restricted', true);
    const { page } = opened;
    const base = workbench.row('slipway-test/base');
    await workbench.expand(base.first());
    await workbench.chooseFromMenu(base.last(), 'Run Image…');
    await workbench.answer('-it slipway-test/base:1 sh');
    const toast = page.locator('.notification-toast', { hasText: 'needs a terminal, and VS Code opens none in Restricted Mode' });
    await toast.waitFor({ timeout: 20_000 });
    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor({ timeout: 20_000 });
  });

  it('that dies does not look like an engine without images, and its rows come back with it', async () => {
    await open('dying', false);
    const { page } = opened;
    await workbench.row('slipway-test/base').first().waitFor({ timeout: 20_000 });
    const stopped = page.locator('.welcome-view-content', { hasText: 'Slipway is not running' });
    // VS Code starts it again twice. Between, the view says what is so; the third time it stays.
    for (let death = 0; death < 3; death += 1) {
      let hosts: readonly number[] = [];
      for (let attempt = 0; attempt < 200 && hosts.length === 0; attempt += 1) {
        hosts = await extensionHosts(`SLIPWAY_TEST_MARK=${mark}`);
        if (hosts.length === 0) await page.waitForTimeout(100);
      }
      assert.notDeepEqual(hosts, []);
      for (const host of hosts) process.kill(host, 'SIGKILL');
      if (death < 2) await workbench.row('slipway-test/base').first().waitFor({ timeout: 60_000 });
    }
    await stopped.first().waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('.welcome-view-content:visible', { hasText: 'No images yet' }).count(), 0);
    await stopped.first().getByRole('button', { name: 'Restart Extension Host' }).click();
    await workbench.row('slipway-test/base').first().waitFor({ timeout: 60_000 });
    await stopped.first().waitFor({ state: 'hidden', timeout: 20_000 });
  });
});
