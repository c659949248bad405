import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

const root = path.resolve(__dirname, '../..');

/** What a button or an entry behind the dots must bring, and how it is seen. */
const brings: readonly { readonly label: RegExp; readonly seen: (workbench: Workbench) => Promise<void> }[] = [
  { label: /^(Pull|Filter|Add Registry|Sort|Group)/, seen: (workbench) => workbench.quickInput.waitFor() },
  { label: /^Keys and Actions/, seen: (workbench) => workbench.quickInput.waitFor() },
  { label: /^Prune /, seen: (workbench) => workbench.page.locator('.tab.active', { hasText: 'Prune' }).waitFor() },
  { label: /^Show Disk Usage/, seen: (workbench) => workbench.page.locator('.tab.active', { hasText: 'Disk Usage' }).waitFor() },
];

async function ariaLabels(all: Locator): Promise<readonly string[]> {
  const labels: string[] = [];
  for (const one of await all.all()) labels.push((await one.getAttribute('aria-label')) ?? '');
  return labels;
}

/** VS Code hands the buttons of a view's title bar the row with the focus: they are about the view all the same. */
describe('Title bars of views while a row has the focus', function () {
  this.timeout(240_000);
  const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'e2e-title-bars');
  const host = given('SLIPWAY_TEST_DOCKER_HOST');
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let engine: Engine;
  let container: string;

  before(async () => {
    engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
    container = (await engine.containers.create({ name: 'title-bars', body: { Image: 'slipway-test/base:1' } })).id;
    // Buttons that turn a setting on and off write it into the workspace.
    await cp(path.join(root, 'samples'), path.join(folder, 'samples'), { recursive: true });
    opened = await openWorkbench({
      directory: path.join(folder, 'vscode'),
      folder: path.join(folder, 'samples'),
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: host },
      settings: { 'files.simpleDialog.enable': true },
      viewport: { width: 1280, height: 1200 },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
  });
  after(async () => {
    await opened.close();
    await engine.containers.remove(container, { force: true });
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const nothingDone = (): Promise<readonly string[]> =>
    opened.page.locator('.statusbar-item', { hasText: /not available for|applies to none|Choose a row/ }).allInnerTexts();

  /** Gives the row the focus, as a click does. */
  async function focus(row: string): Promise<void> {
    for (let times = 0; times < 2; times++) await opened.page.keyboard.press('Escape');
    await workbench.row(row).first().click();
    await opened.page.locator('.monaco-list-row.focused.selected').first().waitFor();
  }

  async function press(label: string, click: () => Promise<void>): Promise<void> {
    await click();
    await brings.find((one) => one.label.test(label))?.seen(workbench);
    assert.deepEqual(await nothingDone(), [], label);
    await opened.page.keyboard.press('Escape');
  }

  for (const [view, row] of [
    ['Images', 'Repository slipway-test/base'],
    ['Containers', 'Container title-bars'],
    ['Networks', 'Network bridge'],
    ['Registries', 'Docker Hub'],
    ['Engines', 'DOCKER_HOST'],
  ] as const) {
    it(`${view}: each button, and each entry behind the dots, is about the view`, async () => {
      await workbench.setExpanded(view, true);
      const header = workbench.view(view);
      await focus(row);
      await header.hover();
      const buttons = header.locator('.actions .action-label');
      await buttons.first().waitFor();
      const labels = (await ariaLabels(buttons)).filter((label) => !/^(Collapse All|Views and More|More|How to Get)/.test(label));
      assert.ok(labels.length >= 1, labels.join());
      for (const label of labels) {
        await focus(row);
        await header.hover();
        await press(label, () => header.locator(`.actions .action-label[aria-label="${label}"]`).click());
      }
      const dots = header.locator('.actions .action-label[aria-label*="More Actions"]');
      if ((await dots.count()) === 0) return;
      const menu = opened.page.locator('.context-view .monaco-menu .action-label');
      const openMenu = async (): Promise<void> => {
        await focus(row);
        await header.hover();
        await dots.click();
        await menu.first().waitFor();
      };
      await openMenu();
      const entries = (await menu.allInnerTexts()).map((text) => text.trim()).filter((text) => /^(Prune|Show Disk)/.test(text));
      await opened.page.keyboard.press('Escape');
      const tab = opened.page.locator('.tab.active', { hasText: /Prune|Disk Usage/ });
      for (const entry of entries) {
        // A menu passes over a click that comes right after it has opened, as the end of the one that opened it.
        for (let tries = 0; tries < 6 && !(await tab.isVisible()); tries++) {
          await openMenu();
          await opened.page.waitForTimeout(250 * (tries + 1));
          await menu.filter({ hasText: entry }).first().click({ timeout: 2_000 }).catch(() => undefined);
          await tab.waitFor({ timeout: 3_000 }).catch(() => undefined);
          assert.deepEqual(await nothingDone(), [], entry);
        }
        await tab.waitFor();
        await workbench.runCommand('View: Close All Editors');
        await tab.waitFor({ state: 'detached' });
      }
    });
  }
});
