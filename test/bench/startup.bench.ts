import path from 'node:path';
import { openWorkbench } from '../../scripts/environment/workbench';
import { Workbench } from '../e2e/workbench';
import { activationOf } from './activation-of';
import { median, pause, row } from './measure';

const root = path.resolve(__dirname, '../..');
const windows = Number(process.env['SLIPWAY_BENCH_WINDOWS'] ?? 7);
/** Another checkout, built, to compare with. */
const against = process.env['SLIPWAY_BENCH_AGAINST'];

interface Start {
  readonly activated: number;
  readonly first: number;
}

async function start(environment: Readonly<Record<string, string>>, extensionDevelopmentPath: string): Promise<Start> {
  const opened = await openWorkbench({
    directory: path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'startup'),
    folder: path.join(root, 'samples'),
    extensionDevelopmentPath,
    environment: { DOCKER_HOST: environment['SLIPWAY_TEST_DOCKER_HOST'] },
  });
  try {
    const { page } = opened;
    const icon = page.locator('.activitybar .action-label[aria-label^="Slipway"]');
    await icon.waitFor({ timeout: 60_000 });
    // What VS Code itself does after its start is not measured.
    await pause(4_000);
    const first = await page.evaluate(`new Promise((resolve) => {
      const began = performance.now();
      const look = () => {
        if (document.querySelector('.monaco-list-row[aria-label*="slipway-test/base"]')) resolve(performance.now() - began);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
      document.querySelector('.activitybar .action-label[aria-label^="Slipway"]').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    })`);
    await new Workbench(page).row('slipway-test/base').first().waitFor();
    return { activated: await activationOf(opened, /slipway/i), first: Number(first) };
  } finally {
    await opened.close();
  }
}

/** A new window each time: how long activation takes, and from the click on the side bar to the first row. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const ours: Start[] = [];
  const others: Start[] = [];
  for (let index = 0; index < windows; index++) {
    // By turns, so that what the machine does meanwhile falls on both.
    for (const [list, checkout] of [[ours, root], [others, against]] as const) {
      if (checkout === undefined) continue;
      const measured = await start(environment, checkout);
      list.push(measured);
    }
  }
  const of = (list: readonly Start[], what: keyof Start): number => median(list.map((each) => each[what]));
  const other = (what: keyof Start): number | undefined => (against === undefined ? undefined : of(others, what));
  console.log(`${'milliseconds'.padEnd(58)} ${'Slipway'.padStart(9)} ${'against'.padStart(9)}`);
  console.log(row(`activation (median of ${String(windows)})`, of(ours, 'activated'), other('activated'), ''));
  console.log(row(`click on the side bar → first row (median of ${String(windows)})`, of(ours, 'first'), other('first'), ''));
}
