import { type CST, Parser } from 'yaml';
import { type LimitName, limits } from '../core/limits';

/** What of a YAML text is more than is read, and where in the text. */
export interface YamlExcess {
  readonly limit: LimitName;
  readonly offset: number;
}

/**
 * Looks over a YAML text before it is put together, which goes as deep as its values lie in each other: so deep that the
 * process may end for want of a stack. The parser itself keeps a list of where it is. Aliases are counted, since each is
 * looked for in the whole text and may stand for many others.
 */
export function yamlExcess(text: string): YamlExcess | undefined {
  if (text.length > limits.lintConfiguration.most) return { limit: 'lintConfiguration', offset: 0 };
  let aliases = 0;
  const rest: { readonly token: CST.Token; readonly depth: number }[] = [...new Parser().parse(text)].map((token) => ({ token, depth: 0 }));
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { token, depth } = next;
    if (depth > limits.yamlDepth.most) return { limit: 'yamlDepth', offset: token.offset };
    if (token.type === 'alias' && ++aliases > limits.yamlAliases.most) return { limit: 'yamlAliases', offset: token.offset };
    if (token.type === 'document') {
      if (token.value) rest.push({ token: token.value, depth });
    } else if ('items' in token) {
      for (const { key, value } of token.items) for (const child of [key, value]) if (child) rest.push({ token: child, depth: depth + 1 });
    }
  }
  return undefined;
}
