import assert from 'node:assert/strict';
import path from 'node:path';
import { translations } from '../../../scripts/manifest/parts';
import { translatedSentences } from '../../../scripts/manifest/texts';
import chineseManifest from '../../../package.nls.zh-cn.json';
import englishManifest from '../../../package.nls.json';
import { allBuilderErrors } from '../../../src/dockerfile/builder/builder-error';
import { setTranslator } from '../../../src/core/localize';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { lint } from '../../../src/dockerfile/lint';
import { rules } from '../../../src/dockerfile/rules/index.generated';

const root = path.resolve(__dirname, '../../..');
const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\d+\}|\(command:[^)]*\)|`[^`]*`/g) ?? [])].toSorted();

describe('texts', () => {
  const chinese = translations(root);

  it('have the same placeholders, commands and code in Chinese', () => {
    const manifest = Object.entries(englishManifest).map(([key, english]) => [english, Reflect.get(chineseManifest, key) as string] as const);
    const pairs = [...[...translatedSentences(root).keys()].map((english) => [english, chinese.get(english) ?? ''] as const), ...manifest];
    assert.ok(pairs.length > 1_000);
    assert.deepEqual(pairs.filter(([english, text]) => placeholders(english).join() !== placeholders(text).join()), []);
  });

  it('are translated wherever a rule says something', () => {
    const untold: string[] = [];
    const said = new Set<string>();
    setTranslator((message, ...values) => `⟦${message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]))}⟧`);
    try {
      for (const rule of [...rules, ...allBuilderErrors().map((error) => error.rule)]) {
        for (const example of rule.examples) {
          if (!('bad' in example)) continue;
          for (const finding of lint(example.bad, { ...defaultConfiguration, severities: { [rule.code]: 'warning' }, ...example.configuration })) {
            said.add(finding.code);
            const fixes = [finding.fix, ...finding.alternatives].flatMap((fix) => (fix === undefined ? [] : [fix.title]));
            for (const text of [finding.message, ...fixes]) if (!/^⟦[^]*⟧$/.test(text)) untold.push(`${finding.code}: ${text}`);
          }
        }
      }
    } finally {
      setTranslator(undefined);
    }
    assert.deepEqual([...new Set(untold)], []);
    assert.deepEqual(rules.map(({ code }) => code).filter((code) => !said.has(code)), []);
  });
});
