import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Locator } from 'playwright-core';
import { imageArchive, shellFiles } from '../../scripts/environment/images';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { assertHarmlessLine, hostileTexts } from '../support/hostile';
import { given } from '../support/conditions';
import { Workbench } from './workbench';

const root = path.resolve(__dirname, '../..');
/** All of them in one text that is no longer than a row takes, so that every part is drawn. */
const name = '[run](command:workbench.action.toggleZenMode) $(zap) <img src=x onerror="document.title=1"> **b** \u202egnp\u001b[31m\nsecond שלום';
const link = '[click](command:workbench.action.toggleZenMode)';
const reference = 'hostile-names:1';
const project = 'com.docker.compose.project';

/** What the page of an image is made of. */
interface Found {
  readonly made: readonly string[];
  readonly title: string;
  /** Elements beyond the right edge. */
  readonly tooWide: number;
  /** Pixels that it is wider than its editor. */
  readonly scrolls: number;
  readonly text: string;
}

/** Looks at the document of a page; runs in the browser. */
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the browser's types are not those of tests
const measured = new Function('table', `
  const { title, body, documentElement: { clientWidth, scrollWidth } } = table.ownerDocument;
  const made = [...body.querySelectorAll('img, a, iframe, svg, script')].map((element) => element.outerHTML.slice(0, 100));
  const wide = [...body.querySelectorAll('td, th, h1, h2, div')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  return { made, title, tooWide: wide.length, scrolls: scrollWidth - clientWidth, text: body.innerText };
`) as (table: unknown) => Found;

/** Output of a container: what would change the clipboard, the title and the screen, and what a person is to see. */
const output = String.raw`printf 'begin \033]52;c;aGFja2Vk\007\033]0;owned\007\033]633;E;rm\007\033[31mred\033[0m \033[?1049hend\n'; sleep 3600`;

describe('Hostile names in a real workbench', function () {
  this.timeout(90_000);
  const folder = path.join(given('SLIPWAY_TEST_DIRECTORY'), 'e2e-hostile');
  let opened: OpenedWorkbench;
  let workbench: Workbench;
  let engine: Engine;
  const containers: string[] = [];

  before(async () => {
    engine = await connectEngine({ socketPath: given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), address: given('SLIPWAY_TEST_DOCKER_HOST') });
    const labels = Object.fromEntries(Object.entries(hostileTexts).map(([what, text]) => [`label ${what} ${text.slice(0, 200)}`, text]));
    const archive = await imageArchive({
      reference,
      layers: [await shellFiles(), [{ path: 'hostile', content: name }]],
      labels: { ...labels, team: name },
      // No engine starts a process with a NUL in its environment.
      env: Object.values(hostileTexts).map((text, index) => `HOSTILE_${String(index)}=${text.replaceAll('\0', '')}`),
      history: [{ createdBy: `RUN ${name}`, comment: name }, { createdBy: `COPY ${hostileTexts['ten thousand letters'] ?? ''}\n${name}`, comment: name }],
      author: name,
    });
    await engine.images.load(Readable.from([archive]), {});
    const make = async (body: object, title: string): Promise<string> => {
      const { id } = await engine.containers.create({ name: title, body: { Image: reference, ...body } });
      containers.push(id);
      return id;
    };
    await engine.containers.start(await make({ Cmd: ['/bin/sh', '-c', output], Labels: { [project]: name } }, 'hostile-web'));
    await make({ Cmd: [link] }, 'hostile-broken');
    const config = path.join(folder, 'docker');
    const context = path.join(config, 'contexts/meta', createHash('sha256').update(name).digest('hex'));
    await mkdir(context, { recursive: true });
    await writeFile(path.join(context, 'meta.json'), JSON.stringify({ Name: name, Metadata: { Description: name }, Endpoints: { docker: { Host: `unix:///nowhere/${name}` } } }));
    await mkdir(path.join(folder, 'workspace'), { recursive: true });
    opened = await openWorkbench({
      directory: path.join(folder, 'vscode'),
      folder: path.join(folder, 'workspace'),
      vsix: given('SLIPWAY_TEST_VSIX'),
      environment: { DOCKER_HOST: given('SLIPWAY_TEST_DOCKER_HOST'), DOCKER_CONFIG: config },
      settings: { 'slipway.images.groupBy': 'label', 'slipway.images.groupByLabel': 'team', 'workbench.hover.delay': 100 },
    });
    workbench = new Workbench(opened.page);
    await workbench.openSlipway();
    await workbench.setExpanded('Engines', true);
  });
  after(async () => {
    await opened.close();
    for (const id of containers) await engine.containers.remove(id, { force: true });
    await engine.images.remove(reference);
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function picture(title: string): Promise<void> {
    await mkdir(path.join(root, 'test-results/pictures'), { recursive: true });
    await opened.page.screenshot({ path: path.join(root, 'test-results/pictures', `hostile-${title}.png`) });
  }

  /** Fails when anything was made of a text but letters. */
  async function assertOnlyText(place: Locator, what: string): Promise<void> {
    const made = await place.locator('img, a:not(.label-name), script, iframe, svg, strong, em, table, .codicon-zap, .codicon-sync').count();
    if (made > 0) assert.fail(`${what}: ${await place.first().innerHTML()}`);
  }

  it('shows rows that are text in one line of the usual height', async () => {
    const { page } = opened;
    const group = page.locator('.monaco-list-row', { hasText: '[run](command:' });
    await workbench.row('Container hostile-web, running').waitFor();
    await workbench.expand(workbench.row(`Image ${reference}`));
    await page.locator('.monaco-list-row', { hasText: 'COPY xxxx' }).first().waitFor();
    // The label, the project, the step and the context.
    await group.nth(3).waitFor();
    for (const row of await page.locator('.sidebar .monaco-list-row').all()) {
      const text = await row.innerText();
      for (const line of text.split('\n')) assertHarmlessLine(line, 'row');
      assertHarmlessLine((await row.getAttribute('aria-label')) ?? '', 'row for screen readers');
      assert.equal((await row.boundingBox())?.height, 22, text);
      await assertOnlyText(row.locator('.monaco-icon-label-container'), text);
    }
    await picture('rows');
  });

  it('shows tooltips in which nothing can be clicked', async () => {
    const { page } = opened;
    for (const row of await page.locator('.sidebar .monaco-list-row', { hasText: '[run](command:' }).all()) {
      await page.mouse.move(900, 300, { steps: 8 });
      await page.keyboard.press('Escape');
      await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden', timeout: 5_000 });
      await row.locator('.monaco-icon-label').hover();
      const hover = page.locator('.monaco-hover:visible');
      await hover.waitFor({ timeout: 10_000 });
      const made = await hover.locator('img, a, script, iframe, .codicon-zap').count();
      assert.equal(made, 0, await hover.innerHTML());
      for (const line of (await hover.innerText()).split('\n')) assertHarmlessLine(line, 'tooltip', 20_000);
    }
    await picture('tooltip');
    await page.mouse.move(900, 400);
  });

  it('shows a message that has no link in what the engine said', async () => {
    await workbench.chooseFromMenu(workbench.row('Container hostile-broken'), 'Start Container');
    const message = opened.page.locator('.notification-list-item-message', { hasText: 'click' });
    await message.waitFor({ timeout: 20_000 });
    await assertOnlyText(message, await message.innerText());
    await picture('message');
    await opened.page.keyboard.press('Escape');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('shows a page of an image that is text and fits', async () => {
    await workbench.chooseFromMenu(workbench.row(`Image ${reference}`), 'Inspect Image');
    const page = workbench.webview();
    await page.locator('table.history').waitFor({ timeout: 20_000 });
    const found = await (await page.locator('table.history').elementHandle()).evaluate(measured);
    assert.ok(found.made.length <= 1, found.made.join('\n'));
    assert.equal(found.title, '');
    assert.equal(found.tooWide, 0);
    assert.ok(found.scrolls <= 0, `${String(found.scrolls)} pixels wider than its editor`);
    for (const line of found.text.split(/[\n\t]/)) assertHarmlessLine(line, 'page', 20_100);
    assert.ok(found.text.includes('<img src=x onerror='), 'the texts themselves are there');
    await picture('page');
  });

  it('shows a log that changes neither the clipboard nor the terminal', async () => {
    const { page } = opened;
    await page.evaluate('navigator.clipboard.writeText("mine")');
    await workbench.chooseFromMenu(workbench.row('Container hostile-web'), 'Show Logs in Terminal');
    await page.locator('.terminal-wrapper .xterm').first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1_500);
    await picture('log');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), 'mine');
    assert.doesNotMatch(await page.locator('.part.panel').innerText(), /owned/);
  });
});
