import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import { knownBytes, makeImage } from '../../scripts/environment/images';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { given, until as waitUntil } from '../support/conditions';
import { Workbench } from './workbench';

const base = 'slipway-test/base:1';
const root = path.resolve(__dirname, '../..');
const patience = 30_000;
const until = (what: string, condition: () => Promise<boolean>, limit = patience): Promise<void> => waitUntil(what, condition, limit);

/** The registry once more, slower than anybody waits: of each blob a little comes, and the rest never. */
async function slowRegistry(registry: string): Promise<Server> {
  const [host, port] = registry.split(':');
  const server = createServer((incoming, outgoing) => {
    const onward = request({ host, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: registry } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (incoming.method !== 'GET' || !/\/blobs\//.test(incoming.url ?? '') || Number(answer.headers['content-length'] ?? 0) < 500_000) {
        answer.pipe(outgoing);
        return;
      }
      answer.once('data', (chunk: Buffer) => {
        outgoing.write(chunk);
        answer.pause();
      });
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('The first guide, beginning with npm start', function () {
  this.timeout(120_000);
  const registry = given('SLIPWAY_TEST_REGISTRY');
  const [authority = '', user = '', password = ''] = given('SLIPWAY_TEST_REGISTRY_AUTH').split(';');
  let npm: ChildProcess | undefined;
  let output = '';
  let browser: Browser | undefined;
  let page: Page;
  let workbench: Workbench;
  let engine: Engine;
  let slow: Server | undefined;
  let folder: string;

  const tags = async (): Promise<readonly string[]> => (await engine.images.list()).flatMap((image) => image.tags);
  const toast = (text: string | RegExp) => page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  /** Presses a key on a row that has only the focus: another one of its view is selected, where there is another. */
  const pressOn = async (row: string | RegExp, key: string): Promise<void> => {
    const there = workbench.row(row).first();
    await there.waitFor({ timeout: patience });
    const list = page.locator('.monaco-list').filter({ has: there });
    const isMeant = async (which: 'focused' | 'selected'): Promise<boolean> => (await list.locator(`.monaco-list-row.${which}`).and(workbench.row(row)).count()) > 0;
    // Rows change and move while a container starts; what was clicked is looked at again.
    let isAlone = false;
    for (let tries = 0; tries < 10; tries += 1) {
      const rows = await list.locator('.monaco-list-row').all();
      isAlone = rows.length === 1;
      for (const candidate of rows) {
        // A click folds or unfolds a row as well.
        if (!isAlone && (await candidate.and(workbench.row(row)).count()) > 0) continue;
        await candidate.locator('.monaco-highlighted-label').first().click({ timeout: 2_000 }).catch(() => undefined);
        break;
      }
      await page.keyboard.press('Home');
      for (let steps = 0; steps < 30 && !(await isMeant('focused')); steps += 1) await page.keyboard.press('ArrowDown');
      if ((await isMeant('focused')) && (isAlone || !(await isMeant('selected')))) break;
    }
    assert.ok(await isMeant('focused'), `the focus never came to ${String(row)}`);
    if (!isAlone) assert.ok(!(await isMeant('selected')), `${String(row)} is selected`);
    await page.keyboard.press(key);
  };

  before(async () => {
    engine = await connectEngine({ socketPath: given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), address: given('SLIPWAY_TEST_DOCKER_HOST') });
    folder = await mkdtemp(path.join(given('SLIPWAY_TEST_DIRECTORY'), 'guide-'));
    await mkdir(path.join(folder, 'app/package'), { recursive: true });
    await writeFile(path.join(folder, 'app/Dockerfile'), `FROM ${base}\nCOPY . /app/\n`);
    await writeFile(path.join(folder, 'app/package/__init__.py'), '');
    slow = await slowRegistry(registry);
    const name = `${registry}/guide-slow:1`;
    await makeImage(given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), { reference: name, layers: [[{ path: 'blob', content: knownBytes('guide', 2_000_000), mode: 0o644 }]] });
    await engine.images.push(name, {});
    await engine.images.remove(name);
    const started = spawn('npm', ['start'], { cwd: root, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    npm = started;
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until('npm start to say where Slipway is open', () => Promise.resolve(/Slipway is open at (\S+)/.test(output)), 100_000).catch((error: unknown) => assert.fail(`${String(error)}\n${output}`));
    const url = new URL(/Slipway is open at (\S+)/.exec(output)?.[1] ?? '');
    url.searchParams.set('folder', folder);
    browser = await startBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
    await page.goto(url.href);
    await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    workbench = new Workbench(page);
    await workbench.openSlipway();
  });

  after(async () => {
    await browser?.close();
    const ended = new Promise((resolve) => npm?.once('exit', resolve));
    if (npm?.kill('SIGTERM')) await ended;
    slow?.closeAllConnections();
    slow?.close();
    for (const { id, image } of await engine.containers.list({ all: true })) if (image === base || image.includes('guide')) await engine.containers.remove(id, { force: true });
    for (const tag of await tags()) if (/guide|^app:latest$/.test(tag)) await engine.images.remove(tag);
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await mkdir(path.join(root, 'test-results/pictures'), { recursive: true });
    await page.screenshot({ path: path.join(root, 'test-results/pictures', `failed-guide-${this.currentTest.title.replace(/\W+/g, '-')}.png`) });
  });

  it('shows the progress of a pull, and cancels it by its button', async () => {
    const name = `127.0.0.1:${String((slow?.address() as AddressInfo).port)}/guide-slow:1`;
    await pressOn(/^Repository slipway-test\/base/, 'p');
    await workbench.answer(name);
    const progress = toast(/Pulling/);
    await progress.waitFor({ timeout: patience });
    await progress.hover();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached', timeout: patience });
    assert.ok(!(await tags()).includes(name));
  });

  it('tells a pull that cannot work, with what to do', async () => {
    await pressOn(/^Repository slipway-test\/base/, 'p');
    await workbench.answer('127.0.0.1:1/nothing:1');
    const error = toast(/127\.0\.0\.1:1/);
    await error.waitFor({ timeout: patience });
    await error.getByRole('button', { name: 'Show Details' }).waitFor();
    await error.getByRole('button', { name: 'Try Again' }).waitFor();
    await error.hover();
    await error.locator('.codicon-notifications-clear').click();
    await error.waitFor({ state: 'detached', timeout: patience });
  });

  it('runs a shell, and commits what was done in it', async () => {
    await pressOn(/^Repository slipway-test\/base/, 'Shift+R');
    const box = workbench.quickInput.locator('.quick-input-box input');
    await box.waitFor({ timeout: patience });
    await until('the proposed line', async () => (await box.inputValue()) === `-it ${base}`);
    // The cursor stands before the image: a name is typed right there.
    await page.keyboard.type('--name guide ');
    assert.equal(await box.inputValue(), `-it --name guide ${base}`);
    await page.keyboard.press('Enter');
    await until('the container to run', async () => (await engine.containers.list()).some(({ name, state }) => name === 'guide' && state === 'running'));
    const terminal = page.locator('.terminal-wrapper.active, .terminal-wrapper').last();
    await terminal.waitFor({ timeout: patience });
    await terminal.click();
    await page.keyboard.type('echo made > /made');
    await page.keyboard.press('Enter');
    await until('the file to be there', async () => (await engine.containers.changes('guide')).some(({ path: changed }) => changed === '/made'));
    await page.keyboard.type('exit');
    await page.keyboard.press('Enter');
    const offer = toast(/guide.*1 file has changed/);
    await offer.waitFor({ timeout: patience });
    await page.locator('.statusbar-item', { hasText: 'guide' }).waitFor();
    await offer.getByRole('button', { name: 'Commit…' }).click();
    await workbench.answer(`${authority}/guide:1`);
    await workbench.choose('Commit');
    await until('the image to be there', async () => (await tags()).includes(`${authority}/guide:1`));
    assert.ok((await engine.containers.list({ all: true })).some(({ name }) => name === 'guide'), 'the container stays without --rm');
  });

  it('pushes it with a log-in', async () => {
    await pressOn(new RegExp(`^Repository ${authority}/guide`), 'u');
    await workbench.answer(user);
    await workbench.quickInput.locator('.quick-input-box input[type=password]').waitFor({ timeout: patience });
    await workbench.answer(password);
    const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    await until('the registry to have it', async () => (await fetch(`http://${authority}/v2/guide/tags/list`, { headers: { authorization: login } })).ok);
  });

  it('saves it to .tar.gz, removes it and loads it again', async () => {
    const file = path.join(folder, 'guide.tar.gz');
    await pressOn(new RegExp(`^Repository ${authority}/guide`), 's');
    await workbench.answerFileDialog(file);
    await until('the file to be whole', () => stat(file).then(({ size }) => size > 500_000, () => false));
    await engine.containers.remove('guide', { force: true });
    await engine.images.remove(`${authority}/guide:1`);
    await workbench.row(new RegExp(`^Repository ${authority}/guide`)).waitFor({ state: 'detached', timeout: patience });
    await workbench.runCommand('Slipway: Load Images from Files');
    await workbench.answerFileDialog(file);
    await until('the image to be back', async () => (await tags()).includes(`${authority}/guide:1`));
  });

  it('builds with an empty file in the context, and offers to run what came of it', async () => {
    await workbench.openFile('app/Dockerfile');
    await workbench.runCommand('Slipway: Build Image');
    const form = workbench.webview();
    const names = form.getByRole('textbox', { name: 'Image names' });
    await names.waitFor();
    assert.equal(await names.inputValue(), 'app:latest');
    await names.fill('guide-built:1');
    await until('the line', async () => (await form.getByRole('textbox', { name: 'Docker line' }).inputValue()).includes('-t guide-built:1 '));
    await names.press('Enter');
    const offer = toast(/Built guide-built:1/);
    await offer.waitFor({ timeout: 60_000 });
    await offer.getByRole('button', { name: 'Run…' }).waitFor();
    assert.ok((await tags()).includes('guide-built:1'));
  });

  it('starts, stops and removes the container that has the focus, not the selected one', async () => {
    const made: string[] = [];
    for (const name of ['guide-one', 'guide-two']) {
      const { id } = await engine.containers.create({ name, body: { Image: base, Cmd: ['sleep', '1000'] } });
      made.push(id);
    }
    const states = async (): Promise<string> => {
      const there = await engine.containers.list({ all: true });
      return made.map((id) => there.find((container) => container.id === id)?.state ?? 'gone').join(' ');
    };
    const key = async (pressed: string, wanted: string): Promise<void> => {
      await pressOn(/^Container guide-two/, pressed);
      await until(`${pressed} to make the states ${wanted}`, async () => (await states()) === wanted);
    };
    await key('s', 'created running');
    await key('Shift+S', 'created exited');
    await key('s', 'created running');
    await pressOn(/^Container guide-two/, 'Delete');
    await page.locator('.monaco-dialog-box', { hasText: 'guide-two' }).getByRole('button', { name: 'Stop and Remove' }).click();
    await until('only the second to go', async () => (await states()) === 'created gone');
  });

  it('prunes what is left of it', async () => {
    await workbench.runCommand('Slipway: Prune Containers');
    const plan = workbench.webview();
    await plan.getByRole('heading', { name: 'Prune Containers' }).waitFor({ timeout: patience });
    await plan.getByRole('row').filter({ hasText: 'guide-one' }).waitFor({ timeout: patience });
    await plan.getByRole('button', { name: /remove \d+ container/i }).click();
    await until('the container to go', async () => !(await engine.containers.list({ all: true })).some(({ name }) => name === 'guide-one'));
    await plan.getByText(/^freed /i).first().waitFor({ timeout: patience });
    assert.ok((await tags()).includes('guide-built:1'), 'no image goes with it');
  });
});
