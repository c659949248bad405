import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '../../dockerfile/configuration';
import type { Finding } from '../../dockerfile/finding';
import type { Rule } from '../../dockerfile/rule';
import { placeOf, type CheckedFile } from '../checked-file';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', style: 'note' };

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReport(files: readonly CheckedFile[], version: string): string {
  const rules = new Map<string, Rule>();
  for (const { findings } of files) for (const { code, rule } of findings) rules.set(code, rule);
  const ids = [...rules.keys()].toSorted();
  const results = files.flatMap((checked) => checked.findings.map((finding) => result(checked, finding, ids.indexOf(finding.code))));
  const driver = {
    name: 'slipway-lint',
    semanticVersion: version,
    rules: ids.map((id) => ({ id, ...describe(rules.get(id)) })),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 1)}\n`;
}

function describe(rule: Rule | undefined): object {
  return rule === undefined
    ? {}
    : { name: rule.name, shortDescription: { text: rule.summary }, fullDescription: { text: rule.docs, markdown: rule.docs } };
}

function result(checked: CheckedFile, finding: Finding, ruleIndex: number): object {
  const { line, column, endLine, endColumn } = placeOf(checked, finding);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: finding.code,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(checked.file) }, region } }],
    ...(finding.aliases.length > 0 && { properties: { aliases: finding.aliases } }),
  };
}

/** A relative reference for a relative path, as code scanning wants it. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return path.posix.normalize(file).split('/').map(encodeURIComponent).join('/');
}
