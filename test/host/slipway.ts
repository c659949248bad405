import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import type { ViewId } from '../../src/nodes/view-ids';
import type { Slipway } from '../../src/ui/activate';
import type { TreeRow } from '../../src/ui/trees/tree-row';
import type { SlipwayTreeView } from '../../src/ui/trees/tree-view';
import { given, until } from '../support/conditions';

export { given, until };

/** Tests that need an engine and registries: not run in a desktop VS Code on a machine that has none. */
export const describeWithEngine = process.env['SLIPWAY_TEST_DOCKER_HOST'] === undefined ? describe.skip : describe;

/** The extension, activated. */
export async function slipway(): Promise<Slipway> {
  const extension = vscode.extensions.getExtension<Slipway | undefined>('slipway.slipway');
  assert.ok(extension, 'Slipway is not installed');
  const exported = await extension.activate();
  assert.ok(exported, 'Slipway does not know that it is under test');
  return exported;
}

/** A connection to the engine under test that is not the extension's. */
export function engineUnderTest(): Promise<Engine> {
  return connectEngine({ socketPath: given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), address: given('SLIPWAY_TEST_DOCKER_HOST') });
}

/** Shows a view, as a click on its header does. */
export async function showView(view: ViewId): Promise<SlipwayTreeView> {
  const { views } = await slipway();
  await vscode.commands.executeCommand(`slipway.${view}.focus`);
  const shown = views.find(({ definition }) => definition.view === view);
  assert.ok(shown);
  await until(`the view ${view} to be visible`, () => shown.visible);
  return shown;
}

/** All rows of a view, with those below. */
export async function rowsOf(view: SlipwayTreeView): Promise<readonly TreeRow[]> {
  const all: TreeRow[] = [];
  const walk = async (rows: readonly TreeRow[]): Promise<void> => {
    for (const row of rows) {
      all.push(row);
      // The layers of an image and the files of a container are their own business, and cost a question to the engine.
      if (row.view.expandable !== undefined && !['image', 'file', 'volume', 'volumeFile'].includes(row.node.kind)) await walk(await view.getChildren(row));
    }
  };
  await walk(await view.getChildren());
  return all;
}

/** Waits until a row says this in its accessible label. */
export async function rowSaying(view: SlipwayTreeView, words: string | RegExp, limit = 20_000): Promise<TreeRow> {
  let found: TreeRow | undefined;
  await until(
    `a row saying ${String(words)}`,
    async () => {
      found = (await rowsOf(view)).find(({ view: { accessibleLabel } }) =>
        typeof words === 'string' ? accessibleLabel.includes(words) : words.test(accessibleLabel),
      );
      return found !== undefined;
    },
    limit,
  );
  assert.ok(found);
  return found;
}

let names = 0;
/** A name that no other test uses. */
export function fresh(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}${String(++names)}`;
}

/** The image with a shell that every engine under test has. */
export const baseImage = 'slipway-test/base:1';
