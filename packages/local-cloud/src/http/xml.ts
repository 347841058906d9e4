/**
 * Writes the XML of S3 and of query services. Control characters become numeric references, as S3 sends them: an object key
 * may contain any of them, and XML writers of the usual libraries leave them raw, which makes the document unreadable.
 */
export function text(name: string, value: string | number | boolean): string {
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

/** An element whose children are already XML. */
export function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`
}

/** A whole document, with the XML declaration and the default namespace when given. */
export function xmlDocument(name: string, children: readonly string[], namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${children.join('')}</${name}>`
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escapeXml(value: string): string {
  return value.replace(/[&<>"'\p{Cc}\u2028]/gu, (found) => NAMED[found] ?? `&#${found.codePointAt(0)};`)
}
