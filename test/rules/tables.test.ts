import assert from 'node:assert/strict';
import { tableFiles, tableRows } from '../support/dockerfile-record/tables';

for (const file of tableFiles()) {
  describe(`table ${file.pathname.split('/').at(-1) ?? ''}`, () => {
    for (const { title, written, now } of tableRows(file)) {
      it(title, () => assert.deepEqual(now(), written, 'npx tsx scripts/record-rules.ts writes test/rules/tables anew; read the difference'));
    }
  });
}
