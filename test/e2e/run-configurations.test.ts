import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given, until } from '../support/conditions';
import { Workbench } from './workbench';

/** A folder for pictures. */
const pictures = process.env['SLIPWAY_PICTURES'];
const container = 'slipway-shared-run';
const built = 'slipway-shared-build:dev';

describe('A run configuration that one makes and another runs', function () {
  this.timeout(240_000);
  const home = (name: string): string => path.join(given('SLIPWAY_TEST_DIRECTORY'), 'configurations', name);
  let opened: OpenedWorkbench | undefined;
  let engine: Engine;
  /** The file that the first one has made. */
  let shared = '';

  before(async () => {
    engine = await connectEngine({ socketPath: given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), address: '' });
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  after(async () => {
    await engine.containers.remove(container, { force: true }).catch(() => undefined);
    await engine.images.remove(built).catch(() => undefined);
    engine.dispose();
  });

  /** Somebody's VS Code with a folder in it. */
  async function somebody(name: string, theme: string): Promise<Workbench> {
    const folder = path.join(home(name), 'project');
    await mkdir(folder, { recursive: true });
    opened = await openWorkbench({ directory: home(name), folder, theme, vsix: given('SLIPWAY_TEST_VSIX'), environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST') } });
    const workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Containers', true);
    return workbench;
  }
  async function picture(name: string): Promise<void> {
    if (pictures !== undefined) await opened?.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }
  const file = (name: string): string => path.join(home(name), 'project/.vscode/slipway.json');
  const written = async (): Promise<string> => readFile(file('ada'), 'utf8').catch(() => '');
  const runs = async (id = ''): Promise<boolean> => (await engine.containers.list()).some((each) => each.name === container && each.id !== id);

  it('is made in the form by the keyboard, and edited there', async () => {
    const workbench = await somebody('ada', 'Default Dark Modern');
    const { keyboard } = workbench.page;
    await workbench.expand(workbench.row('slipway-test/base').first());
    await workbench.row(/^Image slipway-test\/base:1/).click();
    await keyboard.press('r');
    const form = workbench.webview();
    await form.locator('#name:focus').waitFor({ timeout: 60_000 });
    await keyboard.type(container);
    await keyboard.press('Tab');
    await keyboard.type('sleep 300');
    await keyboard.press('Tab');
    if (!(await form.locator('#detached').isChecked())) await keyboard.press('Space');
    const save = form.getByRole('button', { name: 'Save as Configuration…' });
    await save.focus();
    await picture('configuration-form-dark');
    await keyboard.press('Enter');
    await workbench.answer('shared');
    await workbench.choose('For the project');
    await until('the file to be written', async () => (await written()).includes('"shared"'));
    await form.getByText('Saved as the run configuration shared.').waitFor();
    await form.locator('#name').press('Escape');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Leave', exact: true }).click({ timeout: 20_000 });
    // Comments stay.
    await writeFile(file('ada'), `// Ours.\n${await written()}`);
    const row = workbench.row(/^Run configuration shared .*not running/);
    await workbench.chooseFromMenu(row.first(), 'Edit Run Configuration…');
    const edited = workbench.webview();
    await edited.getByRole('heading', { name: /Run configuration shared/ }).waitFor({ timeout: 30_000 });
    await edited.locator('#command').fill('sleep 400');
    await edited.getByRole('button', { name: 'Add Step' }).click();
    await edited.getByLabel('Step 1: Dockerfile').fill('Dockerfile');
    await edited.getByLabel('Step 1: Image').fill(built);
    await picture('configuration-edit-dark'); await edited.locator('#launch').scrollIntoViewIfNeeded(); await picture('configuration-edit2-dark');
    await edited.locator('#command').press('Enter');
    await until('the change to be written', async () => /^\/\/ Ours\.[\s\S]*"400"[\s\S]*"build": "Dockerfile"/.test(await written()));
    shared = await written();
    await picture('configuration-rows-dark');
  });

  it('is run by one click by somebody who has got the file, and by a key below its image', async () => {
    await mkdir(path.dirname(file('bob')), { recursive: true });
    await writeFile(file('bob'), shared);
    await writeFile(path.join(home('bob'), 'project/Dockerfile'), 'FROM slipway-test/base:1\nLABEL made=before\n');
    const workbench = await somebody('bob', 'Default Light Modern');
    const row = workbench.row(/^Run configuration shared .*not running/).first();
    await row.hover();
    await row.getByRole('button', { name: 'Run Configuration…' }).click();
    await until('the container to run', () => runs());
    // What is to be done before was done before.
    assert.ok((await engine.images.list()).some(({ tags }) => tags.includes(built)));
    await workbench.row(/^Run configuration shared .*, running/).first().waitFor({ timeout: 30_000 });
    await workbench.expand(workbench.row('slipway-test/base').first());
    await workbench.expand(workbench.row(/^Image slipway-test\/base:1/).first());
    await picture('configuration-rows-light');
    const [before] = (await engine.containers.list()).filter(({ name }) => name === container);
    // The one of the Images view stands above.
    await workbench.row(/^Run configuration shared .*, running/).first().click();
    await workbench.page.keyboard.press('r');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Replace', exact: true }).click({ timeout: 20_000 });
    await until('another container to run', () => runs(before?.id), 40_000);
    assert.equal((await engine.containers.list()).filter(({ name }) => name === container).length, 1);
  });
});
