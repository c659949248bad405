import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { productBundles, projectRoot } from './bundles';

/** A package whose code is in the product. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier: https://spdx.org/licenses/. */
  readonly license: string;
  /** Its licence, and the notice that the licence has kept with it. */
  readonly texts: readonly string[];
}

/** Licences that may be shipped within a product under the MIT licence by repeating their text. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-3.0',
]);

/** The text of a licence whose package names it and does not repeat it: https://opensource.org/license/isc-license-txt. */
const iscText = (holder: string): string => `ISC License

Copyright (c) ${holder}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF
CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** What is told of lists of facts, which come without the text of their licence. */
const linked: Readonly<Record<string, (holder: string) => string>> = {
  'CC0-1.0': (holder) =>
    `Dedicated to the public domain by ${holder} under CC0 1.0 Universal: https://creativecommons.org/publicdomain/zero/1.0/`,
  'CC-BY-3.0': (holder) => `By ${holder}, under Creative Commons Attribution 3.0 Unported: https://creativecommons.org/licenses/by/3.0/`,
};

/** Packages that name their licences and repeat them nowhere: whose work they are, as their files say. */
const unrepeated: Readonly<Record<string, string>> = {
  '@bufbuild/protobuf': 'Copyright 2021-2026 Buf Technologies, Inc. Parts (varint) copyright 2008 Google Inc. All rights reserved.',
  '@connectrpc/connect': 'Copyright 2021-2026 The Connect Authors',
  '@connectrpc/connect-node': 'Copyright 2021-2026 The Connect Authors',
  'xz-decompress':
    'Copyright Steven Sanderson, Tim Perry. It contains XZ Embedded, by Lasse Collin and Igor Pavlov, which is in the public domain.',
};

/** `(Apache-2.0 AND BSD-3-Clause)` are two. */
function partsOf(license: string): readonly string[] {
  return license.replace(/^\((.*)\)$/, '$1').split(' AND ');
}

/** https://www.apache.org/licenses/LICENSE-2.0.txt, https://opensource.org/license/bsd-3-clause, https://opensource.org/license/mit */
function standardText(license: string): string {
  return plain(readFileSync(path.join(projectRoot, 'scripts/build/licences', `${license.toLowerCase()}.txt`), 'utf8'));
}

/** The packages that esbuild takes code from, by name and version. Throws for one that cannot be shipped. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const folders = new Set<string>();
  for (const { options } of productBundles(false)) {
    const { metafile } = await build({ ...options, write: false, metafile: true });
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].map((folder) => readPackage(path.join(projectRoot, folder)));
}

/** What a package in a folder says of itself. Throws when its licence may not be shipped, or is not there. */
export function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  const { name, version, license, author } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error(`${folder}: no name or version`);
  if (typeof license !== 'string' || !partsOf(license).every((part) => allowed.has(part))) {
    throw new Error(
      `${name} ${version}: its licence ${JSON.stringify(license ?? null)} is none of those that may be shipped: ${[...allowed].join(', ')}`,
    );
  }
  const files = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file))
    .toSorted();
  const texts = files.map((file) => plain(readFileSync(path.join(folder, file), 'utf8'))).filter((text) => text !== '');
  const own = files.some((file) => /^(?:licen[cs]e|copying)/i.test(file));
  if (own && texts.length > 0) return { name, version, license, texts };
  const copyright = Object.hasOwn(unrepeated, name) ? unrepeated[name] : undefined;
  if (copyright) return { name, version, license, texts: [copyright, ...partsOf(license).map(standardText), ...texts] };
  const holder = typeof author === 'string' ? author : ((author ?? {}) as { readonly name?: unknown }).name;
  const told = Object.hasOwn(linked, license) ? linked[license] : undefined;
  if (told && typeof holder === 'string') return { name, version, license, texts: [told(holder.replace(/\s*[<(].*$/, '')), ...texts] };
  if (license !== 'ISC' || typeof holder !== 'string') throw new Error(`${name} ${version}: the text of its licence is not in the package`);
  return { name, version, license, texts: [iscText(holder.replace(/\s*[<(].*$/, '')), ...texts] };
}

function plain(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

const ruler = '-'.repeat(80);

/** The file `THIRD-PARTY-NOTICES`: what is bundled, and each licence once with the packages that are under it. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const label = ({ name, version }: BundledPackage): string => `${name} ${version}`;
  const sorted = packages.toSorted((left, right) => (label(left) < label(right) ? -1 : 1));
  const texts = new Map<string, string[]>();
  for (const one of sorted) for (const text of one.texts) texts.set(text, [...(texts.get(text) ?? []), label(one)]);
  return [
    'The extension contains code of the packages below, each under its own licence. Written by scripts/notices.ts from what',
    'the bundles are made of; do not edit.',
    '',
    ...sorted.map((one) => `- ${label(one)} (${one.license})`),
    '',
    ...[...texts].flatMap(([text, names]) => [ruler, names.join(', '), ruler, '', text, '']),
  ].join('\n');
}
