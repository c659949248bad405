import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { openWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { Workbench } from '../e2e/workbench';
import { median, pause, row } from './measure';

const root = path.resolve(__dirname, '../..');
const million = 1_000_000;

/** Lines that tell when they are written, in seconds since the machine began (to a hundredth), ten a second; the shell waits until somebody looks. */
const clock = 'while [ ! -e /go ]; do sleep 0.1; done; i=0; while [ $i -lt 100 ]; do read up idle < /proc/uptime; echo "at $up end"; sleep 0.1; i=$((i+1)); done; sleep 600';

/** When the machine began, in milliseconds since 1970: what the clock of the lines counts from. */
async function machineStart(): Promise<number> {
  let start = Infinity;
  for (let read = 0; read < 200; read++) start = Math.min(start, Date.now() - Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]) * 1_000);
  return start;
}

/**
 * The page of logs in a real workbench: how long after its writing a line is on the screen (drawn, not merely in the document), and
 * what a million lines take of the page's memory and of its frames.
 */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const host = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const engine = await connectEngine({ socketPath: host.replace('unix://', ''), address: host });
  const start = async (name: string, script: string): Promise<string> => {
    const { id } = await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Cmd: ['sh', '-c', script] } });
    await engine.containers.start(id);
    return id;
  };
  const opened = await openWorkbench({ directory: path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'logs-page'), folder: path.join(root, 'samples'), extensionDevelopmentPath: root, environment: { DOCKER_HOST: host } });
  const workbench = new Workbench(opened.page);
  const showLog = async (name: string): Promise<FrameLocator> => {
    // The tooltip of a row lies over its neighbours.
    await opened.page.mouse.move(900, 600);
    await opened.page.locator('.context-view .monaco-hover').waitFor({ state: 'hidden' });
    await workbench.row(`Container ${name}`).click();
    await opened.page.keyboard.press('l');
    return workbench.webview();
  };
  const ids: string[] = [];
  try {
    ids.push(await start('log-clock', clock), await start('log-million', `yes 'INFO GET /index.html 200 in 12 ms, and some more words' | head -n ${String(million)}; sleep 600`));
    await workbench.openSlipway();
    await workbench.setExpanded('Containers', true);
    await late(engine, await showLog('log-clock'));
    await opened.page.keyboard.press('ControlOrMeta+W');
    await large(await showLog('log-million'), async () => {
      const session = await opened.page.context().newCDPSession(opened.page);
      await session.send('HeapProfiler.collectGarbage');
      await session.detach();
    });
  } finally {
    await opened.close();
    for (const id of ids) await engine.containers.remove(id, { force: true });
    engine.dispose();
  }
}

async function late(engine: Engine, page: FrameLocator): Promise<void> {
  const body = page.locator('body');
  await page.getByText('Nothing has been written to the log yet.').waitFor({ timeout: 60_000 });
  const start = await machineStart();
  await body.evaluate(`(() => {
    window.lateness = new Map();
    const look = () => {
      for (const found of document.body.innerText.matchAll(/at ([0-9.]+) end/g)) {
        if (window.lateness.has(found[1])) continue;
        window.lateness.set(found[1], undefined);
        requestAnimationFrame(() => setTimeout(() => window.lateness.set(found[1], Date.now() - ${String(start)} - Number(found[1]) * 1000)));
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
  const go = await engine.containers.execute('log-clock', { command: ['touch', '/go'], tty: false });
  go.onData(() => undefined);
  go.onEnd(() => go.dispose());
  const all = (): Promise<readonly number[]> => body.evaluate('[...window.lateness.values()].filter((late) => late !== undefined)');
  for (let waited = 0; waited < 60 && (await all()).length < 100; waited++) await pause(500);
  const times = [...(await all())].sort((one, other) => one - other);
  console.log(row(`a line's writing → drawn, ms, median of ${String(times.length)}`, median(times), undefined, '< 100'));
  console.log(row('  nine of ten', times[Math.floor(times.length * 0.9)] ?? NaN, undefined, ''));
  console.log(row('  the latest', times.at(-1) ?? NaN, undefined, ''));
}

/** `collect` lets the browser forget what nothing needs. */
async function large(page: FrameLocator, collect: () => Promise<void>): Promise<void> {
  const body = page.locator('body');
  const used = async (): Promise<number> => {
    await collect();
    return body.evaluate('performance.memory.usedJSHeapSize');
  };
  await page.getByText(/^10,000 lines$/).waitFor({ timeout: 60_000 });
  const small = await used();
  await page.getByText('Filters, times and range').click();
  await page.getByRole('combobox', { name: 'Lines to begin with' }).selectOption({ label: 'All lines' });
  const before = Date.now();
  await page.getByText(/^1,000,00\d lines$/).waitFor({ timeout: 120_000 });
  console.log(row('1,000,000 lines: all counted after, ms', Date.now() - before, undefined, ''));
  // Frames while somebody scrolls through all of it.
  const frames: readonly number[] = await body.evaluate(`new Promise((resolve) => {
    const list = [...document.querySelectorAll('*')].find((element) => element.scrollHeight > 10 * element.clientHeight && element.clientHeight > 100);
    const frames = [];
    let last = performance.now();
    const step = (now) => {
      frames.push(now - last);
      last = now;
      if (frames.length >= 200) return resolve(frames.slice(1));
      list.scrollTop = (list.scrollHeight / 200) * (200 - frames.length);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  console.log(row('  a frame while scrolling, ms, median of 199', median(frames), undefined, ''));
  console.log(row('  the longest frame', Math.max(...frames), undefined, ''));
  console.log(row('  memory of the page, MB more than with 10,000', ((await used()) - small) / 1e6, undefined, '< 43'));
}
