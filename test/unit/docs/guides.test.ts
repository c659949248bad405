import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import chineseManifest from '../../../package.nls.zh-cn.json';
import { commands } from '../../../src/commands/all';
import { readGuides, readMissing } from '../../support/guides-table';

const chineseTexts: Readonly<Record<string, string | undefined>> = chineseManifest;

const page = (name: string): string => readFileSync(path.resolve(__dirname, '../../../docs', name), 'utf8');

describe('docs: from the docker command line', () => {
  const rows = readGuides(page('guides.md'));

  it('has each docker line once', () => {
    const lines = [...rows.map(({ line }) => line), ...readMissing(page('guides.md'))];
    assert.ok(rows.length > 80, `only ${String(rows.length)} rows were read`);
    assert.deepEqual(lines.filter((line, index) => lines.indexOf(line) !== index), []);
  });

  it('says the same in Chinese, under the titles that VS Code shows there', () => {
    const chinese = readGuides(page('guides.zh-cn.md'));
    assert.deepEqual(chinese.map(({ line, call }) => ({ line, call })), rows.map(({ line, call }) => ({ line, call })));
    assert.deepEqual(readMissing(page('guides.zh-cn.md')), readMissing(page('guides.md')));
    const translated = (title: string): string | undefined => chineseTexts[`${commands.find((command) => command.title === title)?.id ?? ''}.title`];
    chinese.forEach(({ titles }, index) => assert.deepEqual(titles.toSorted(), (rows[index]?.titles ?? []).map(translated).toSorted()));
  });

  for (const { line, titles, where, call } of rows) {
    it(`tells the truth of ${line}`, () => {
      for (const title of titles) assert.ok(commands.some((command) => command.title === title), `no command has the title ${title}`);
      if (!call) return;
      const view = /^slipway\.(\w+)\.focus$/.exec(call.command)?.[1];
      if (view !== undefined) {
        assert.ok(manifest.contributes.views.slipway.some(({ id }) => id === `slipway.${view}`), `there is no view ${view}`);
        return;
      }
      const command = commands.find(({ id }) => id === call.command);
      assert.ok(command, `there is no command ${call.command}`);
      assert.ok(titles.includes(command.title), `the row does not name ${command.title}`);
      const known = Object.entries(command.answers as Readonly<Record<string, { readonly optional?: boolean }>>);
      for (const answer of Object.keys(call.answers)) assert.ok(known.some(([name]) => name === answer), `${call.command} takes no answer ${answer}`);
      const key = /key `([^`]+)`/.exec(where)?.[1];
      if (key !== undefined) assert.ok(commands.some((named) => titles.includes(named.title) && named.key?.key === key.toLowerCase()), `none of them has the key ${key}`);
    });
  }
});
