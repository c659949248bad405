import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Engine } from '../../src/engine/engine';
import { pause } from './measure';

/** Notes when a row with a text comes or goes, in milliseconds since 1970, as the browser draws it. */
export async function watchRows(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.rowTimes = new Map();
    const known = new Set();
    const look = () => {
      const now = Date.now();
      const labels = new Set([...document.querySelectorAll('.monaco-list-row')].map((row) => row.getAttribute('aria-label') ?? ''));
      for (const label of labels) if (!known.has(label)) { known.add(label); window.rowTimes.set('+' + label, now); }
      for (const label of known) if (!labels.has(label)) { known.delete(label); window.rowTimes.set('-' + label, now); }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
    look();
  })()`);
}

/** When a row with this text came ('+') or went ('-'). */
export async function rowTime(page: Page, sign: '+' | '-', text: string, limit = 30_000): Promise<number> {
  const handle = await page.waitForFunction(
    `[...window.rowTimes].find(([label]) => label.startsWith(${JSON.stringify(sign)}) && label.includes(${JSON.stringify(text)}))?.[1]`,
    undefined,
    { timeout: limit, polling: 20 },
  );
  const time: unknown = await handle.jsonValue();
  assert.ok(typeof time === 'number');
  return time;
}

/** The engine's own time of each event, by what it did to whom. */
export class EventTimes {
  private readonly times = new Map<string, number>();
  private readonly stop = new AbortController();

  /** `arrivals`: when the events come here, instead of the time that the engine gives them. */
  constructor(engine: Engine, arrivals = false) {
    engine
      .system.streamEvents({
        signal: this.stop.signal,
        onOpen: () => undefined,
        onEvent: ({ action, attributes, time }) => this.times.set(`${action} ${attributes['name'] ?? ''}`, arrivals ? Date.now() : time),
      })
      .catch((error: unknown) => console.error(error));
  }

  /** In milliseconds since 1970. Podman says the registry of a name too. */
  async of(key: string): Promise<number> {
    const [action = '', name = ''] = key.split(' ');
    const others = [`${action} localhost/${name}`, `${action} docker.io/library/${name}`];
    for (let tries = 0; tries < 500; tries++) {
      const time = [key, ...others].map((each) => this.times.get(each)).find((each) => each !== undefined);
      if (time !== undefined) return time;
      await pause(10);
    }
    throw new Error(`no event ${key} among ${[...this.times.keys()].slice(-10).join(', ')}`);
  }

  dispose(): void {
    this.stop.abort();
  }
}
