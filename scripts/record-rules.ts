/**
 * Writes what rules and builder find now in the texts of `test/rules` and in variants of them into
 * `test/rules/<code>/variants.txt`, and what is said of each line of `test/rules/tables`. What changes there is to be read
 * like code.
 *
 *     npx tsx scripts/record-rules.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tableFiles, tableNow } from '../test/support/dockerfile-record/tables';
import { recordFile, ruleRecords } from '../test/support/dockerfile-record/rule-records';

let size = 0;
for (const [group, records] of ruleRecords()) {
  const text = [...records.values()].map((record) => record()).join('');
  mkdirSync(new URL('.', recordFile(group)), { recursive: true });
  writeFileSync(recordFile(group), text);
  size += text.length;
}
for (const file of tableFiles()) {
  const text = tableNow(file);
  writeFileSync(file, text);
  size += text.length;
}
console.log(`${String(Math.round(size / 1000))} kB`);
