import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

/** A folder for a picture of the form. */
const pictures = process.env['SLIPWAY_PICTURES'];
const name = 'slipway-run-form';

describe('The form of a run', function () {
  this.timeout(240_000);
  let opened: OpenedWorkbench;
  let workbench: Workbench;

  before(async () => {
    const directory = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'run-form');
    opened = await openWorkbench({ directory, folder: directory, theme: 'Default Dark Modern', vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') } });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Containers', true);
  });
  after(() => opened.close());

  /** Opens the form from the row of the image; it has the focus then. */
  async function open(): Promise<ReturnType<Workbench['webview']>> {
    await workbench.expand(workbench.row('slipway-test/base').first());
    await workbench.row(/^Image slipway-test\/base:1/).click();
    await opened.page.keyboard.press('r');
    const form = workbench.webview();
    await form.locator('#name:focus').waitFor({ timeout: 60_000 });
    return form;
  }

  it('opens by a key on the row, is filled by the keyboard alone, and runs', async () => {
    const { keyboard } = opened.page;
    const form = await open();
    await keyboard.type(name);
    await keyboard.press('Tab');
    await keyboard.type('sleep 300');
    await keyboard.press('Tab');
    await form.getByRole('checkbox', { name: 'In the background (-d)' }).and(form.locator(':focus')).waitFor();
    if (!(await form.locator('#detached').isChecked())) await keyboard.press('Space');
    await form.locator('#line').and(form.getByRole('textbox', { name: 'Docker line' })).waitFor();
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await workbench.row(new RegExp(`${name}.*running`)).waitFor({ timeout: 60_000 });
    await opened.page.locator('.tab', { hasText: 'Run slipway-test/base' }).waitFor({ state: 'hidden', timeout: 20_000 });
  });

  it('remembers the run, says that the name is taken, is filled by a line of several lines, and is left by Escape', async () => {
    const { keyboard } = opened.page;
    const form = await open();
    await form.getByText(`There is a container ${name}.`).waitFor({ timeout: 20_000 });
    if (pictures !== undefined) await opened.page.screenshot({ path: path.join(pictures, 'run-form.png') });
    await form.getByRole('button', { name: `Use ${name}-2` }).click();
    const line = form.getByRole('textbox', { name: 'Docker line' });
    await line.fill('docker run -d \\\n  --name pasted -p 8123:80 \\\n  -e MODE=test --init \\\n  -v data:/data slipway-test/base:1 sleep 60');
    await form.locator('details[open] #more').waitFor({ timeout: 20_000 });
    await form.getByRole('textbox', { name: 'Port: Port of the host' }).first().and(form.locator('input')).waitFor();
    for (const [label, value] of [['Container name', 'pasted'], ['Command', 'sleep 60'], ['Other options of docker run', '--init']] as const) {
      const field = form.getByRole('textbox', { name: label, exact: true });
      if ((await field.inputValue()) !== value) throw new Error(`${label} is ${await field.inputValue()}`);
    }
    await form.locator('#name').press('Escape');
    const dialog = opened.page.locator('.monaco-dialog-box', { hasText: 'Leave the form?' });
    await dialog.getByRole('button', { name: 'Leave', exact: true }).click({ timeout: 20_000 });
    await opened.page.locator('.tab', { hasText: 'Run slipway-test/base' }).waitFor({ state: 'hidden', timeout: 20_000 });
    await keyboard.press('Escape');
  });
});
