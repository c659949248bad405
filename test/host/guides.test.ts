import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { readGuides } from '../support/guides-table';
import { buildingRows } from './guides/building';
import { containerRows, runningRows } from './guides/containers';
import { gettingRows, listRows } from './guides/getting';
import { lookingRows, makingRows, sharingRows } from './guides/images';
import { Parts } from './guides/parts';
import { removingRows } from './guides/removing';
import { volumeRows } from './guides/volumes';
import { describeWithEngine } from './slipway';

const all = [gettingRows, listRows, lookingRows, makingRows, buildingRows, sharingRows, runningRows, containerRows, volumeRows, removingRows];

describeWithEngine('The docker lines of docs/guides.md', () => {
  const parts = new Parts();
  before(() => parts.open());
  after(() => parts.close());
  afterEach(() => parts.tidy());

  it('are all performed here, and no others', async () => {
    const extension = vscode.extensions.getExtension('slipway.slipway');
    assert.ok(extension);
    const page = await readFile(path.join(extension.extensionPath, 'docs', 'guides.md'), 'utf8');
    assert.deepEqual(all.flatMap((rows) => Object.keys(rows)).sort(), readGuides(page).map(({ line }) => line).sort());
  });

  for (const rows of all) for (const [line, perform] of Object.entries(rows)) it(line, () => perform(parts));
});
