import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifestTexts from '../../../package.nls.zh-cn.json';

const root = path.resolve(__dirname, '../../..');
const parts = path.join(root, 'l10n/parts');
const docs = path.join(root, 'docs');

/** One word for each thing: what must not be written, and what is written instead. */
const words: readonly (readonly [RegExp, string])[] = [
  [/悬空|悬挂/u, '虚悬'],
  [/(?<!数据)卷/u, '数据卷'],
  [/参数选项/u, '选项'],
  [/注册表|镜像仓库服务|镜像库/u, '镜像仓库'],
  [/您/u, '你'],
];

/** The English of a text that names a thing, and the word that its Chinese must have. */
const things: readonly (readonly [RegExp, RegExp])[] = [
  [/\bdangling (?:image|build cache)/i, /虚悬/u],
  [/\bvolumes?\b/i, /数据卷/u],
  [/\boptions?\b/i, /选项/u],
  [/(?<!insecure-)\bregistr(?:y|ies)\b(?!\.conf)/i, /镜像仓库/u],
  [/\brepositor(?:y|ies)\b/i, /(?<!镜像)仓库/u],
  [/\bdigests?\b/i, /摘要/u],
  [/\bprune\b/i, /清理/u],
  [/\bengines?\b/i, /引擎/u],
];

const texts: readonly (readonly [string, string, string])[] = [
  ...readdirSync(parts).flatMap((file) => Object.entries(JSON.parse(readFileSync(path.join(parts, file), 'utf8')) as Record<string, string>).map(([english, chinese]) => [file, english, chinese] as const)),
  ...Object.entries(manifestTexts).map(([key, chinese]) => ['package.nls.zh-cn.json', key, chinese] as const),
];
const pages = readdirSync(docs).filter((name) => name.endsWith('.zh-cn.md'));

describe('Chinese texts', () => {
  it('are found', () => {
    assert.ok(texts.length > 1_000, String(texts.length));
    assert.ok(pages.length > 0);
  });

  for (const [wrong, right] of words) {
    it(`have ${right} and no other word for it`, () => {
      assert.deepEqual(texts.filter(([, , chinese]) => wrong.test(chinese)), []);
      for (const name of pages) {
        const lines = readFileSync(path.join(docs, name), 'utf8').split('\n');
        assert.deepEqual(lines.filter((line) => wrong.test(line)), [], name);
      }
    });
  }

  it('name what the English names', () => {
    // Names that a program reads stay as they are: in code, and as the address of a command.
    const prose = (english: string): string => english.replaceAll(/`[^`]*`|\(command:[^)]*\)/g, '');
    const missing = texts.filter(([file, english, chinese]) => file !== 'package.nls.zh-cn.json' && things.some(([thing, word]) => thing.test(prose(english)) && !word.test(chinese)));
    assert.deepEqual(missing, []);
  });
});
