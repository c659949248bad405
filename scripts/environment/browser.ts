import { access } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';
import { ensurePackages, findCommand } from './packages';

/** Chrome by its usual names and places, for machines that are not Debian. */
const candidates = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

async function findBrowser(): Promise<string | undefined> {
  for (const candidate of candidates) {
    const file = candidate.startsWith('/')
      ? await access(candidate).then(
          () => candidate,
          () => undefined,
        )
      : await findCommand(candidate);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Opens a Chrome of this machine, without a window unless `SLIPWAY_HEADED` is set; installs Debian's where it can. */
export async function startBrowser(say: (line: string) => void = () => undefined): Promise<Browser> {
  if ((await findBrowser()) === undefined || process.getuid?.() === 0) await ensurePackages(['browser'], say);
  const executablePath = await findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    headless: process.env['SLIPWAY_HEADED'] === undefined,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
}
