import assert from 'node:assert/strict';
import type { OpenedWorkbench } from '../../scripts/environment/workbench';
import { Workbench } from '../e2e/workbench';

/** What VS Code's own list of running extensions says of an extension's activation, in milliseconds. */
export async function activationOf(opened: OpenedWorkbench, id: RegExp): Promise<number> {
  // The slowest stand first, and only what is in sight is there.
  await opened.page.setViewportSize({ width: 1280, height: 4_000 });
  await new Workbench(opened.page).runCommand('Developer: Show Running Extensions');
  const entry = opened.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: id }).first();
  await entry.waitFor({ timeout: 20_000 });
  const words = await entry.innerText();
  await opened.page.keyboard.press('Control+F4');
  await opened.page.setViewportSize({ width: 1280, height: 860 });
  const milliseconds = /(\d+)\s*ms/.exec(words)?.[1];
  assert.ok(milliseconds, words);
  return Number(milliseconds);
}
