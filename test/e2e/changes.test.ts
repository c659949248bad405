import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { runProgram } from '../../src/engine/files/run-program';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

const pictures = process.env['SLIPWAY_PICTURES'];

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) describe(`Looking into a container in a real VS Code, ${theme}`, function () {
  this.timeout(180_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let engine: Engine;
  const container = `changed-${theme.split(' ')[1]?.toLowerCase() ?? ''}`;
  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, `inside-${name}-${theme}.png`) });
  };

  before(async () => {
    const host = given('SLIPWAY_TEST_DOCKER_HOST');
    engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
    const { id } = await engine.containers.create({ name: container, body: { Image: 'slipway-test/base:1', Cmd: ['sleep', '600'], StopSignal: 'SIGKILL' } });
    await engine.containers.start(id);
    await runProgram(engine, id, ['sh', '-c', 'echo ada:x:7:7::/:/bin/sh >>/etc/passwd; mkdir -p /srv/app/site /var/cache; for i in 1 2 3; do echo $i >/srv/app/site/page$i.html; done; rm /etc/group; printf "\\0\\1" >/srv/app/data.bin']);
    const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), theme, 'inside-folder');
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({ directory: path.join(given('SLIPWAY_TEST_DIRECTORY'), `inside ${theme}`), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: host } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Containers', true);
  });
  after(async () => {
    await engine.containers.remove(container, { force: true });
    engine.dispose();
    await opened.close();
  });

  it('shows what has changed, opens it beside the version of the image, and puts it back', async () => {
    await workbench.row(`Container ${container}`).click();
    await opened.page.keyboard.press('d');
    // What is told of the row that the pointer rests on would lie over others.
    await opened.page.mouse.move(900, 400);
    const changed = workbench.row('Folder etc, 2 changes');
    await changed.waitFor({ timeout: 60_000 });
    await changed.click();
    await workbench.row('Folder srv, added').click();
    await workbench.row('File group, deleted').waitFor();
    await workbench.row('File passwd, changed').click();
    await opened.page.locator('.monaco-diff-editor').getByText('ada:x:7:7').waitFor({ timeout: 60_000 });
    await picture('changes');
    await workbench.row('File passwd, changed').hover();
    await workbench.row('File passwd, changed').getByRole('button', { name: 'Restore from Image…' }).click();
    await opened.page.locator('.monaco-dialog-box').getByText('Make /etc/passwd what it is in the image?').waitFor();
    await opened.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Restore' }).click();
    await workbench.row('File passwd, changed').waitFor({ state: 'detached', timeout: 60_000 });
    const after = await runProgram(engine, container, ['cat', '/etc/passwd']);
    assert.ok(after !== 'missing');
    assert.doesNotMatch(after.output, /ada/);
  });
});
