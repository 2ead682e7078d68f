import { curveKeyPair } from 'zeromq'

/** A CURVE key pair in Z85, the printable form that ZeroMQ uses. */
export interface KeyPair {
  readonly publicKey: string
  readonly secretKey: string
}

/** The keys of a cluster, made for it: one pair for whoever listens, one for engines, one for clients. */
export interface ClusterKeys {
  readonly server: KeyPair
  readonly engine: KeyPair
  readonly client: KeyPair
}

/**
 * Make the keys of a new cluster.
 *
 * Not collective.
 */
export function makeClusterKeys(): ClusterKeys {
  return { server: curveKeyPair(), engine: curveKeyPair(), client: curveKeyPair() }
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'

/**
 * Tell whether `value` is a CURVE key in Z85.
 *
 * Not collective.
 */
export function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length === 40 && [...value].every((digit) => digits.includes(digit))
}

/**
 * Return the 32 bytes of a key as latin1 text, as authentication requests carry it.
 *
 * Not collective.
 *
 * @see source: ZeroMQ RFC 32 (Z85): five digits of base 85 are four bytes, most significant first.
 */
export function keyBytes(key: string): string {
  const out = Buffer.alloc(32)
  for (let word = 0; word < 8; word++) {
    let value = 0
    for (let i = 0; i < 5; i++) value = value * 85 + digits.indexOf(key[5 * word + i]!)
    out.writeUInt32BE(value, 4 * word)
  }
  return out.toString('latin1')
}
