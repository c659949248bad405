import { createSecureContext, type SecureContext } from 'node:tls';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { readBoundedBytes } from '../../files/bounded-file';
import { fileFailure, isGone } from '../../files/file-failure';
import { object, text } from '../json/json';

/** Paths of PEM files; the two of the client belong together. */
export interface TlsFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** The files that were read, and what TLS makes of them. */
export interface ReadTlsFiles {
  readonly ca?: Buffer;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
  /** Read once for all connections. */
  readonly context: SecureContext;
}

/**
 * Reads what secures a connection. Throws `invalidInput` that says which file is missing or wrong and what helps, `fileFailed` for one that
 * cannot be read: OpenSSL's own error would come up at each connection, where nobody expects it.
 */
export async function readTlsFiles(files: TlsFiles): Promise<ReadTlsFiles> {
  const read = async (path: string | undefined) => (path === undefined ? undefined : readPem(path));
  const [ca, certificate, key] = await Promise.all([read(files.ca), read(files.certificate), read(files.key)]);
  if ((certificate === undefined) !== (key === undefined)) {
    const given = files.certificate ?? files.key ?? '';
    throw refused(given, t('{0} is only half of what a client needs: cert.pem and key.pem belong together', given));
  }
  const own = { ...(certificate && { certificate }), ...(key && { key }) };
  checkEach(files, { ...(ca && { ca }), ...own });
  const context = secureContext({ ...(ca && { ca }), ...own }, files.key ?? files.ca ?? '');
  return { ...(ca && { ca }), ...own, context };
}

/** Looks at one after the other, so that the error can name the file. */
function checkEach(files: TlsFiles, { ca, certificate }: Omit<ReadTlsFiles, 'context'>): void {
  if (ca) secureContext({ ca }, files.ca ?? '');
  if (certificate) secureContext({ certificate }, files.certificate ?? '');
}

function secureContext({ ca, certificate, key }: Omit<ReadTlsFiles, 'context'>, file: string): SecureContext {
  // Without a single certificate Node would trust none and say so nowhere.
  if (ca && !/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(ca.toString('latin1')))
    throw refused(file, t('the file {0} holds no PEM certificate', file));
  try {
    return createSecureContext({ ...(ca && { ca }), ...(certificate && { cert: certificate }), ...(key && { key }) });
  } catch (error) {
    throw refused(file, wordsOf(error, file), error);
  }
}

/** OpenSSL's codes, by what they mean for who has chosen the files. */
function wordsOf(error: unknown, file: string): string {
  const code = text(object(error).code);
  if (/PASSPHRASE|BAD_DECRYPT|INTERRUPTED_OR_CANCELLED/.test(code) || /bad decrypt|interrupted or cancelled/.test(String(error)))
    return t('the key {0} has a passphrase, which nobody is asked for; take it away with “openssl pkey -in key.pem -out key.pem”', file);
  if (/KEY_VALUES_MISMATCH/.test(code))
    return t('the key {0} does not belong to its certificate; take the two that were made together', file);
  return t('the file {0} cannot be used for TLS ({1}); it must be PEM and whole', file, code === '' ? 'PEM' : code);
}

async function readPem(path: string): Promise<Buffer> {
  try {
    return await readBoundedBytes(path, 'certificate');
  } catch (error) {
    if (!isGone(error)) throw fileFailure(path, error);
    throw refused(path, t('the file {0} is missing, which TLS needs for this engine', path), error);
  }
}

function refused(value: string, reason: string, cause?: unknown): Error {
  return failure('invalidInput', { field: 'tls', value, reason }, cause);
}
