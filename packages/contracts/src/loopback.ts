import { isIPv4 } from 'node:net'

/** True for a host that never leaves this machine: the only kind towards which TLS may be off. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
