/** Documentation that a reviewer may point to. Hosts that serve what strangers upload are not among them. */
const documentation = new Set([
  'www.postgresql.org',
  'dev.mysql.com',
  'mariadb.com',
  'www.sqlite.org',
  'learn.microsoft.com',
  'owasp.org',
  'cheatsheetseries.owasp.org',
  'developer.mozilla.org',
  'www.rfc-editor.org',
  'spec.openapis.org',
  'spec.graphql.org',
  'protobuf.dev',
]);

/**
 * True for a file of the repository (relative, without `..`) and for a page of known documentation. No query and no
 * percent-encoding: an address must not carry data out.
 */
export function isAllowedLink(target: string): boolean {
  if (target.length > 200) return false;
  if (/^[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*(?:#L\d{1,6}(?:-L\d{1,6})?)?$/.test(target))
    return !/^www\./i.test(target);
  const page = /^https:\/\/([a-z0-9.-]+)(?:\/[\w./-]*)?(?:#[\w.-]{1,80})?$/.exec(target);
  return page !== null && documentation.has(page[1] ?? '') && !target.includes('..');
}
