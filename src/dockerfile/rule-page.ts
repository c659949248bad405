import { originOf, type Rule, type RuleExample } from './rule';

const fixSentences: Readonly<Record<Rule['fixes'], string>> = {
  safe: 'It has a fix that keeps the meaning; “fix all” makes it too.',
  suggested: 'It has a fix that changes meaning or content, so a person chooses it.',
  none: 'It has no fix.',
};

/** The page of a rule in Markdown, made of nothing but its definition. */
export function rulePage(rule: Rule): string {
  return [
    `# ${rule.names.join(', ')}: ${rule.name}`,
    rule.summary,
    `**${levels(rule)}** ${fixSentences[rule.fixes]}`,
    rule.docs.trim(),
    ...rule.examples.flatMap(exampleParts),
    '## To silence it',
    silencing(rule),
  ]
    .join('\n\n')
    .concat('\n');
}

function levels(rule: Rule): string {
  const level = (severity: string | undefined): string => (severity === 'off' ? 'off unless it is turned on' : (severity ?? 'warning'));
  const [, ...aliases] = rule.names;
  const own = level(rule.severity);
  const other = level(rule.aliasSeverity);
  if (aliases.length === 0 || own === other) return `Severity: ${own}.`;
  return `Severity: ${own}; ${other} as ${aliases.join(', ')}.`;
}

function exampleParts(example: RuleExample): string[] {
  const configuration = example.configuration === undefined ? [] : optionsOf(example.configuration);
  if ('good' in example) return ['Fine:', ...configuration, code(example.good)];
  return ['Reported:', ...configuration, code(example.bad), ...(example.fixed === undefined ? [] : ['Fixed:', code(example.fixed)])];
}

/** Facts from outside (functions) are no configuration that anybody could write. */
function optionsOf(configuration: object): string[] {
  const plain = Object.entries(configuration).filter(([key]) => key !== 'buildContext' && key !== 'baseImages');
  return plain.length === 0 ? [] : [`with ${plain.map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``).join(', ')}`];
}

function code(text: string): string {
  // A longer fence than any in the text.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}dockerfile\n${text.replace(/\n$/, '')}\n${fence}`;
}

function silencing(rule: Rule): string {
  const ways = rule.names.map((name) =>
    originOf(rule, name) !== 'buildkit'
      ? `\`# hadolint ignore=${name}\` above the instruction, \`# hadolint global ignore=${name}\` on top of the file`
      : `\`# check=skip=${name}\` above the instruction or on top of the file`,
  );
  return `${ways.join('; or ')}. In the settings: \`"slipway.lint.rules": { "${rule.code}": "off" }\`.`;
}
