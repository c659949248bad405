import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './process';

/** A certificate that signs itself, for 127.0.0.1 and localhost, and its RSA key; both PEM. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate that holds for a week in `directory`. */
export async function makeCertificate(directory: string): Promise<Certificate> {
  const certificateFile = path.join(directory, 'certificate.pem');
  const keyFile = path.join(directory, 'key.pem');
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '7',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
  ]);
  const [certificate, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { certificateFile, keyFile, certificate, key };
}
