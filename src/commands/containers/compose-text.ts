import { own, setOwn } from '../../core/records';
import { unseenCharacter, unseenCharacters } from '../../core/unseen-characters';
import type { ComposeFile } from '../../core/run/compose-of-body';

type Mapping = Readonly<Record<string, unknown>>;

/** One Compose file of several. A service whose name is taken gets a number. */
export function joinedCompose(files: readonly ComposeFile[]): ComposeFile {
  const services: Record<string, Mapping> = {};
  const networks: Record<string, Mapping> = {};
  const volumes: Record<string, Mapping> = {};
  for (const file of files) {
    for (const [name, service] of Object.entries(file.services)) setOwn(services, freeName(name, services), service);
    for (const [name, network] of Object.entries(file.networks ?? {})) setOwn(networks, name, network);
    for (const [name, volume] of Object.entries(file.volumes ?? {})) setOwn(volumes, name, volume);
  }
  return {
    services,
    ...(Object.keys(networks).length > 0 && { networks }),
    ...(Object.keys(volumes).length > 0 && { volumes }),
  };
}

function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  let free = name;
  for (let number = 2; own(taken, free) !== undefined; number++) free = `${name}-${String(number)}`;
  return free;
}

/**
 * The text of a Compose file. Words that YAML 1.1 reads as something else than text, such as `on` and `22:22`, are quoted; what cannot
 * be seen or steers a terminal is escaped.
 */
export async function composeText(file: ComposeFile): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(file, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && unseenCharacter.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, nullStr: '' }).replace(unseenCharacters, escaped);
}

/** As YAML writes a character between double quotes. */
function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}
